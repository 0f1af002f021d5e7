import { checkCertificates, readCertificates } from './certificate-checks.js';
import { Certificate } from './certificate.js';
import { checkCountersignatures } from './countersignature-checks.js';
import { fromPem } from './der.js';
import { WrongUse } from './errors.js';
import { Examination, Stop } from './examination.js';
import { checkSet, readFiles } from './files.js';
import { checkLines, checkSignature } from './line-checks.js';
import { pauses } from './pause.js';
import { checkReceipt, checkTranscript } from './receipt-checks.js';
import { describe } from './result.js';
import { RevocationList } from './revocation-list.js';
import { subtle } from './webcrypto.js';

/**
 * @typedef {object} Options
 * @property {Uint8Array | Uint8Array[]} authority the certificates that are trusted, DER or PEM
 * @property {Uint8Array[]} [lists] revocation lists that count beside those of the bundle, DER or PEM
 * @property {boolean} [rootsWithoutList] the authorities publish no list about the issuing authorities below them
 * @property {(done: number, total: number) => void} [onProgress] hears how many lines are verified, of how many
 * @property {AbortSignal} [signal] ends the verification; the promise is rejected with its reason
 */

/**
 * Verifies an evidence bundle (PROTOCOL.md 11.2), as `verify.sh` in it does.
 *
 * @param {Uint8Array | Map<string, Uint8Array | null> | Record<string, Uint8Array | null>} bundle a zip, or
 *     files by their names relative to the folder; null for what is there and is no regular file
 * @param {Options} options
 * @returns {Promise<import('./result.js').Result>} also for a bundle that is none: it has FAILED
 * @throws {WrongUse} without an authority, or with one or a list that cannot be read
 * @throws {Unsupported} in a browser without WebCrypto
 */
export async function verifyBundle(bundle, options) {
  const { authority, lists, rootsWithoutList = false, onProgress = () => {}, signal } = options ?? {};
  subtle();
  const authorities = readGiven(authority, 'CERTIFICATE', Certificate, 'an authority');
  if (authorities.length === 0) throw new WrongUse('name the authority that you trust');
  const outside = readGiven(lists, 'X509 CRL', RevocationList, 'a revocation list');
  const pause = pauses(signal);
  await pause();
  const examination = new Examination({ authorities, outside, rootsWithoutList, onProgress, pause });
  try {
    await examine(examination, bundle);
  } catch (fault) {
    if (!(fault instanceof Stop)) throw fault;
  }
  return describe(examination);
}

/** The order in which findings depend on each other; they are reported in that of the steps. */
async function examine(examination, bundle) {
  readFiles(examination, bundle);
  checkReceipt(examination);
  await checkTranscript(examination);
  readCertificates(examination);
  const { certificate } = examination.receipt;
  const signature = examination.files.get('receipt.sig');
  await checkSignature(examination, 2, 'signature', 'receipt.json', certificate, signature);
  await checkLines(examination);
  await checkCountersignatures(examination);
  await checkCertificates(examination);
  checkSet(examination);
  examination.isFinished = true;
}

/**
 * @template T
 * @param {unknown} given
 * @param {string} label of PEM
 * @param {new (der: Uint8Array) => T} Type
 * @param {string} what it is
 * @returns {T[]}
 */
function readGiven(given, label, Type, what) {
  return [given ?? []].flat().flatMap((file) => {
    if (!(file instanceof Uint8Array)) throw new WrongUse(`${what} has to be given as bytes`);
    let found;
    try {
      found = fromPem(file, label).map((der) => new Type(der));
    } catch (fault) {
      throw new WrongUse(`${what} that was given is neither PEM nor DER: ${fault.message}`);
    }
    if (found.length === 0) throw new WrongUse(`${what} that was given is PEM without an end`);
    return found;
  });
}
