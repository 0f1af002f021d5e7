/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': '5637b130b58746a84834d54bce90f7b60b14f06cdfac21a6badeee1f1a1166cf',
  'verify.sh': 'f6676d74018ee76d454c469acfa79e4331841df0e7b8d9735404f00f9804e61d',
};
