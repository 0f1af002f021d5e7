/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': 'bde13458651c7e628aee88fae08f02da63dd9aa27147c44d62eee7ddf0676865',
  'verify.sh': '68037054c46a453be12f0974ce51da227a7b2d3e5910bd02850f0255fd632cf3',
};
