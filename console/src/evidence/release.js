/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': 'bde13458651c7e628aee88fae08f02da63dd9aa27147c44d62eee7ddf0676865',
  'verify.sh': '5fff4261702c82f279275c07e5747603d7adbd5ee28a8ee9fa2cb35da860341c',
};
