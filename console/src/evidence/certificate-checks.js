import { Certificate } from './certificate.js';
import { Chains } from './chains.js';
import { readOr } from './errors.js';
import { certificateFile } from './examination.js';
import { hashedFiles } from './files.js';
import { holds } from './forms.js';
import { RevocationList } from './revocation-list.js';

const INCOMPLETE = 'not a complete list';

/**
 * Takes certificates and lists apart. A certificate that is none is a finding where it is used.
 *
 * @param {import('./examination.js').Examination} examination
 */
export function readCertificates(examination) {
  const { certificates, lists, outside } = examination;
  if (outside.some((list) => !list.isComplete)) {
    examination.fail(5, 'revocation', 'a list from outside', INCOMPLETE);
  }
  for (const { name, folder, hash, content, isNamedRight } of hashedFiles(examination)) {
    const Type = folder === 'certificates' ? Certificate : RevocationList;
    const read = readOr(
      () => new Type(content),
      () => null,
    );
    if (Type === Certificate) {
      // A line names its certificate by the hash: another one is none.
      if (read && isNamedRight) certificates.set(hash, read);
      continue;
    }
    if (read) lists.push(read);
    if (!read?.isComplete) examination.fail(5, 'revocation', name, INCOMPLETE);
  }
}

/**
 * Steps 5 and 6: each certificate is the authority's, was valid and not revoked when it was used, and names
 * whom it speaks for.
 *
 * @param {import('./examination.js').Examination} examination
 */
export async function checkCertificates(examination) {
  const chains = await Chains.of(examination);
  const revocation = new RevocationChecks(examination, chains);
  for (const [hash, uses] of examination.uses) {
    const certificate = examination.certificates.get(hash);
    const file = certificateFile(hash);
    if (certificate) {
      checkPurposes(examination, certificate, file, uses);
      checkPaths(examination, chains, certificate, uses);
      checkUsers(examination, certificate, file, uses);
      await revocation.check(certificate, uses);
      expectIssuers(examination, chains, certificate);
    } else if (examination.files.has(file)) {
      examination.fail(5, 'certificate', file, 'not one certificate in DER of this hash');
    }
    await examination.pause();
  }
  revocation.checkReceipt();
}

/** What it may be used for. */
function checkPurposes(examination, certificate, file, uses) {
  for (const purpose of new Set(uses.map((use) => use.purpose))) {
    if (!certificate.isFor(purpose)) examination.fail(5, 'certificate', file, 'not one for a ' + purpose);
    if (purpose === 'receipt' && !certificate.isOfServer(examination.receipt.server)) {
      examination.fail(6, 'name', file, 'does not name the server of the receipt');
    }
  }
}

/** At the first and the last time of its use, which covers the times between, since validity is an interval. */
function checkPaths(examination, chains, certificate, uses) {
  const file = certificateFile(certificate.hash);
  const times = uses.map((use) => use.at);
  const first = times.reduce((a, b) => (a < b ? a : b));
  const last = times.reduce((a, b) => (a > b ? a : b));
  if (!certificate.isValid(first, last)) {
    examination.fail(5, 'certificate', file, 'not valid at the time of its use');
  }
  const any = chains.path(certificate, last);
  if (any === null || chains.path(certificate, first) === null) {
    examination.fail(5, 'certificate', file, 'no valid path to an authority that was given');
    return;
  }
  if (chains.coveredPath(certificate, last) === null) {
    examination.fail(5, 'revocation', file, 'no revocation list covers the time of its use');
  }
  const path = chains.goodPath(certificate, last) ?? any;
  examination.paths.set(certificate.hash, path);
  const since = chains.revokedSince(certificate, path);
  if (since === null) return;
  examination.revokedSince.set(certificate.hash, since);
  if (since > last) examination.findings.note(`${file}: revoked at ${since}, after its last use here`);
}

/** It states the name of each user whose lines it signed. */
function checkUsers(examination, certificate, file, uses) {
  for (const who of new Set(uses.map((use) => use.who))) {
    if (who === null) continue;
    const kinds = certificate.kindsOf(who);
    if (kinds.length === 0) examination.fail(6, 'name', file, 'does not name ' + who);
    else examination.findings.note(`${who} is named by ${file} (${kinds.join(', ')})`);
  }
}

/** The issuers of what is needed are needed, and theirs. */
function expectIssuers(examination, chains, certificate) {
  const open = [certificate];
  while (open.length) {
    for (const issuer of chains.candidates(open.pop())) {
      const file = certificateFile(issuer.hash);
      if (chains.isGiven(issuer) || examination.expected.has(file)) continue;
      examination.expected.add(file);
      open.push(issuer);
    }
  }
}

/** What people say, the receipt has to account for; what else is signed must not be late. */
class RevocationChecks {
  #doubted = new Set();
  #known = new Map();

  constructor(examination, chains) {
    this.examination = examination;
    this.chains = chains;
    this.named = examination.receipt.revoked.ranges;
  }

  #isRevoked(certificate, at, ofReceipt) {
    const key = certificate.hash + at + ofReceipt;
    if (!this.#known.has(key)) this.#known.set(key, this.chains.isRevoked(certificate, at, ofReceipt));
    return this.#known.get(key);
  }

  async check(certificate, uses) {
    for (const use of uses) {
      if (use.purpose === 'receipt' || use.line === null) this.#checkOther(certificate, use);
      else this.#checkPerson(certificate, use);
      await this.examination.pause();
    }
  }

  #checkPerson(certificate, { at, line }) {
    const ofReceipt = this.#isRevoked(certificate, at, true);
    if (ofReceipt) this.#doubted.add(line);
    if (!holds(this.named, line) && (ofReceipt || this.#isRevoked(certificate, at, false))) {
      this.examination.fail(5, 'revocation', 'line ' + line, 'said with a certificate that was revoked by then');
    }
  }

  #checkOther(certificate, { at, who, line }) {
    if (!this.#isRevoked(certificate, at, false)) return;
    const alone = who ? `countersignatures/${who}.json` : 'receipt.json';
    const subject = line !== null ? 'line ' + line : alone;
    this.examination.fail(5, 'revocation', subject, 'signed with a certificate that was revoked by then');
  }

  /** The receipt names no other lines than those. */
  checkReceipt() {
    const isOther = ({ position }) => holds(this.named, position) && !this.#doubted.has(position);
    if (this.examination.lines.some(isOther)) {
      const detail = 'names lines as revoked whose certificates were not';
      this.examination.fail(5, 'revocation', 'receipt.json', detail);
    }
  }
}
