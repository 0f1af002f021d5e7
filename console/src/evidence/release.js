/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': '5637b130b58746a84834d54bce90f7b60b14f06cdfac21a6badeee1f1a1166cf',
  'verify.sh': '0c9be3dc8c6f54447243f9b8cb4a9769808cf7b0bd9de6d57b4d5a3e6293794c',
};
