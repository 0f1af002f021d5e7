import { isOutlineOfCertificate } from './certificate.js';
import { readOr, WrongUse } from './errors.js';
import { Stop } from './examination.js';
import { CONSTANTS } from './release.js';
import { sha256Hex } from './sha256.js';
import { readZip } from './zip.js';

/** The files that every bundle has. */
const CORE = [
  'receipt.json',
  'receipt.sig',
  'transcript.txt',
  'members.txt',
  'authority.der',
  'README.txt',
  'verify.sh',
];
const OPTIONAL = 'report.html';
const HASHED = /^(certificates|revocation)\/([0-9a-f]{64})\.der$/;
const OTHERS = [
  /^messages\/[1-9][0-9]{0,15}\.(?:json|sig)$/,
  HASHED,
  /^files\/[0-9a-f]{64}$/,
  /^countersignatures\/[a-z0-9@._+-]{1,128}\.(?:json|sig)$/,
];
const MOST_BYTES = 2 ** 30;

// No other names; what each file has to be follows from receipt and transcript (PROTOCOL.md 11.1).
const isName = (name) => CORE.includes(name) || name === OPTIONAL || OTHERS.some((form) => form.test(name));

/** @param {unknown} bundle @returns {Map<string, unknown>} */
function filesOf(bundle) {
  if (bundle instanceof Map) return bundle;
  if (bundle === null || typeof bundle !== 'object') throw new WrongUse('a bundle is a zip, or files by their names');
  return new Map(Object.entries(bundle));
}

/**
 * Takes the files of a bundle; stops at what no bundle has.
 *
 * @param {import('./examination.js').Examination} examination
 * @param {unknown} bundle a zip, or files by their names; null for what is no regular file
 */
export function readFiles(examination, bundle) {
  const refuse = (fault) => examination.stop(1, 'file', 'bundle', fault);
  const files = bundle instanceof Uint8Array ? readOr(() => readZip(bundle), refuse) : filesOf(bundle);
  let total = 0;
  for (const [name, content] of files) {
    if (!isName(name) || content === null) refuse('a file or folder of a name or kind that no bundle has');
    if (!(content instanceof Uint8Array)) throw new WrongUse('a file of a bundle has to be given as bytes');
    total += content.length;
  }
  if (total > MOST_BYTES) refuse('larger than 1 GiB');
  examination.files = files;
  for (const name of CORE) examination.expected.add(name);
  const missing = CORE.filter((name) => !files.has(name));
  for (const name of missing) examination.fail(1, 'file', name, 'missing');
  if (missing.length) throw new Stop();
  checkConstants(examination);
}

/** @param {import('./examination.js').Examination} examination */
function checkConstants(examination) {
  const { files } = examination;
  for (const [name, hash] of Object.entries(CONSTANTS)) {
    // A bundle's own instructions could mislead the person who follows them.
    if (sha256Hex(files.get(name)) !== hash) examination.fail(1, 'file', name, 'not that of this release');
  }
  if (!isOutlineOfCertificate(files.get('authority.der'))) {
    examination.fail(1, 'file', 'authority.der', 'not one certificate');
  }
}

/**
 * The content of a file that a line names, which may be left out (PROTOCOL.md 11.1).
 *
 * @param {import('./examination.js').Examination} examination
 * @param {{sha256: string, size: number}} said
 */
export function checkContent(examination, { sha256, size }) {
  const name = `files/${sha256}`;
  const isNew = !examination.contents.has(name);
  examination.contents.add(name);
  const content = examination.files.get(name);
  if (!content) return;
  examination.expected.add(name);
  if (content.length !== size) examination.fail(1, 'file', name, 'not as long as a line says');
  if (isNew && sha256Hex(content) !== sha256) examination.fail(1, 'file', name, 'not what its name says');
}

/**
 * The certificates and lists of a bundle.
 *
 * @param {import('./examination.js').Examination} examination
 * @returns {Array<{name: string, folder: string, hash: string, content: Uint8Array, isNamedRight: boolean}>}
 */
export function hashedFiles(examination) {
  const found = [];
  for (const [name, content] of examination.files) {
    const [, folder, hash] = HASHED.exec(name) ?? [];
    if (hash === undefined) continue;
    const isNamedRight = sha256Hex(content) === hash;
    if (!isNamedRight) examination.fail(1, 'file', name, 'not the file that its name says');
    found.push({ name, folder, hash, content, isNamedRight });
  }
  return found;
}

/**
 * Whether there are the files that follow from receipt and lines, and no others.
 *
 * @param {import('./examination.js').Examination} examination
 */
export function checkSet(examination) {
  const { files, expected, contents, findings } = examination;
  const absent = [...contents].filter((name) => !files.has(name)).length;
  if (absent) findings.note(`contents of files: ${absent} of ${contents.size} are not here`);
  for (const name of expected) if (!files.has(name)) examination.fail(1, 'file', name, 'missing');
  for (const name of files.keys()) {
    if (!expected.has(name) && name !== OPTIONAL) examination.fail(1, 'file', name, 'does not belong here');
  }
}
