/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': '5637b130b58746a84834d54bce90f7b60b14f06cdfac21a6badeee1f1a1166cf',
  'verify.sh': 'a1041f3f620b717ff25bbf5b48f02ddd0680052d047c5e78507d54a31f13df7c',
};
