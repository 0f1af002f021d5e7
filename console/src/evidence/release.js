/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': 'bde13458651c7e628aee88fae08f02da63dd9aa27147c44d62eee7ddf0676865',
  'verify.sh': 'c156732eb01276181ba9877c47c0e3f8fcef63ed6bc8270221f5af54a82aa584',
};
