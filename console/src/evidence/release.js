/**
 * The SHA-256 of the files that every bundle has byte for byte: those of this release (PROTOCOL.md 11.1).
 *
 * @type {Readonly<Record<string, string>>}
 */
export const CONSTANTS = {
  'README.txt': '5637b130b58746a84834d54bce90f7b60b14f06cdfac21a6badeee1f1a1166cf',
  'verify.sh': '2d22cf408e79304371bab8ea7323caa0f4af899cec5969038dc6d50c76de7ba8',
};
