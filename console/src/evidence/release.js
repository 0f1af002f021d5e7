/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': '5637b130b58746a84834d54bce90f7b60b14f06cdfac21a6badeee1f1a1166cf',
  'verify.sh': '06c32c84e8338946a70513173a014dd4d136daee4158acaeb0b9c0b2e83f8c77',
};
