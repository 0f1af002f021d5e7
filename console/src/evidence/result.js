import { holds, SERVER } from './forms.js';

/** Without one of these nobody is proven to have said what a payload says. */
const OF_AUTHORSHIP = ['file', 'signature', 'payload', 'certificate', 'revocation', 'name'];

/**
 * What was found, and of the content what was proven.
 *
 * @typedef {object} Result
 * @property {'VERIFIED' | 'FAILED' | 'INCOMPLETE' | 'NEEDS A NEWER VERIFIER'} verdict
 * @property {import('./findings.js').Check[]} checks in the order of PROTOCOL.md 11.2; those that passed only if
 *     all were made
 * @property {string[]} notes what an auditor should know although it is no failure
 * @property {object | null} receipt what the server states, with the names of PROTOCOL.md 10 in camel case;
 *     null if it cannot be read. `erased` and `revoked` are texts such as `3,5-9`
 * @property {{subject: string, certificate: string, names: string[]} | null} signer who signed the receipt; null
 *     if the certificate cannot be read
 * @property {{subject: string, sha256: string}} authority to which the signer leads, of those that were given;
 *     the first of them if it leads to none
 * @property {string[]} members everyone who was a member at some time of this record, rising
 * @property {CertificateResult[]} certificates those that signed something, the receipt's first
 * @property {Array<{user: string, certificate: string, at: string, faults: string[]}>} countersignatures
 * @property {LineResult[]} lines none if the transcript cannot be read
 */

/**
 * @typedef {object} CertificateResult
 * @property {string} sha256
 * @property {boolean} isReadable false if it is not here or no certificate; the other fields are then absent
 * @property {string} [subject] as RFC 2253 writes it
 * @property {string} [issuer]
 * @property {string} [serial] in hexadecimal
 * @property {string} [begins]
 * @property {string} [ends]
 * @property {string} [key] such as `P-256`
 * @property {Array<{kind: string, name: string}>} [names] that it states; `user` is `securechat:user:NAME`
 * @property {string[]} purposes what it was used for: `receipt`, `client`, `classic`
 * @property {string[]} users whose lines it signed
 * @property {number} lines how many
 * @property {string[]} [path] the subjects of its issuers, up to the authority; absent if there is no path
 * @property {string | null} revokedSince
 * @property {string[]} faults which checks of it did not pass
 */

/**
 * @typedef {object} LineResult
 * @property {number} position
 * @property {string} receivedAt
 * @property {string} sender `@server` for what the server says
 * @property {'verified' | 'erased' | 'missing' | 'author in doubt' | 'unknown kind' | 'not proven' | 'failed'} state
 *     (EVIDENCE.md, the record for reading)
 * @property {string} reason why it is not verified, in words; empty if there is nothing to say
 * @property {string} certificate the SHA-256 of its signer's
 * @property {string[]} name by which kinds of name the certificate states the sender, where that was proven
 * @property {string | null} kind such as `message/1`; null if the payload is not shown
 * @property {Record<string, any> | null} payload what it says: the fields of its kind, such as `text` of a message or
 *     `about` of an edit; null if the payload is not shown or of an unknown kind
 * @property {boolean} isWithheld whether there is a payload that is not shown, because it is not proven who signed it
 * @property {{by: string, at: string, position: number} | null} erasure which line says that its content was erased
 */

/**
 * @param {import('./examination.js').Examination} examination
 * @returns {Result}
 */
export function describe(examination) {
  const { findings, isFinished, receipt, certificates, authorities } = examination;
  const verdict = findings.verdict(isFinished);
  const bySubject = findings.bySubject();
  const about = (...subjects) => subjects.flatMap((subject) => bySubject.get(subject) ?? []);
  const signer = receipt && certificates.get(receipt.certificate);
  const authority = (receipt && examination.paths.get(receipt.certificate)?.at(-1)) ?? authorities[0];
  return {
    verdict,
    checks: findings.checks(isFinished),
    notes: findings.notes,
    receipt: receipt && { ...receipt, erased: receipt.erased.text, revoked: receipt.revoked.text },
    signer: signer
      ? {
          subject: signer.subjectText,
          certificate: receipt.certificate,
          names: signer.names.filter(({ kind }) => kind === 'dns' || kind === 'uri').map(({ name }) => name),
        }
      : null,
    authority: { subject: authority.subjectText, sha256: authority.hash },
    members: receipt ? members(examination, about) : [],
    certificates: [...examination.uses].map(([hash, uses]) => certificateResult(examination, hash, uses, about)),
    countersignatures: examination.countersigned.map((each) => {
      const stem = 'countersignatures/' + each.user;
      const failed = about(stem + '.json', stem + '.sig', `certificates/${each.certificate}.der`);
      return { ...each, faults: words(failed) };
    }),
    lines: isFinished ? lines(examination, verdict, about) : [],
  };
}

/** @param {import('./findings.js').Check[]} checks */
const words = (checks) => [...new Set(checks.map(({ check, detail }) => `${check}: ${detail}`))];

/** What did not pass of a line, its files, and its signer's certificate. */
const ofLine = (line, about) =>
  about(
    'line ' + line.position,
    `messages/${line.position}.json`,
    `messages/${line.position}.sig`,
    `certificates/${line.certificate}.der`,
  );

/** Whether it is proven who said what the payload says. */
const proveAuthor = (checks) =>
  !checks.some(({ outcome, check }) => outcome === 'failed' && OF_AUTHORSHIP.includes(check));

/** The proven events among the lines. */
function* events(examination, about) {
  for (const line of examination.lines) {
    const said = examination.said.get(line.position);
    if (said?.kind === 'event/1' && proveAuthor(ofLine(line, about))) yield { line, ...said.content };
  }
}

function members(examination, about) {
  const all = new Set(examination.membersBefore);
  for (const { event, subject } of events(examination, about)) {
    if (event === 'created' || event === 'joined') all.add(subject);
  }
  return [...all].sort((a, b) => (a < b ? -1 : 1));
}

function certificateResult(examination, hash, uses, about) {
  const certificate = examination.certificates.get(hash);
  const read = certificate && {
    subject: certificate.subjectText,
    issuer: certificate.issuerText,
    serial: certificate.serial,
    begins: certificate.begins,
    ends: certificate.ends,
    key: certificate.key.words,
    names: certificate.names,
    path: examination.paths.get(hash)?.map((issuer) => issuer.subjectText),
  };
  return {
    sha256: hash,
    isReadable: Boolean(certificate),
    ...read,
    purposes: [...new Set(uses.map((use) => use.purpose))],
    users: [...new Set(uses.flatMap((use) => use.who ?? []))],
    lines: new Set(uses.flatMap((use) => (use.purpose === 'classic' ? [] : (use.line ?? [])))).size,
    revokedSince: examination.revokedSince.get(hash) ?? null,
    faults: words(about(`certificates/${hash}.der`)),
  };
}

function lines(examination, verdict, about) {
  const erasures = erasuresOf(examination, about);
  const { revoked } = examination.receipt;
  const names = new Map();
  const nameOf = (line) => {
    const key = line.certificate + line.sender;
    if (!names.has(key)) names.set(key, examination.certificates.get(line.certificate)?.kindsOf(line.sender) ?? []);
    return names.get(key);
  };
  return examination.lines.map((line) => {
    const { position, receivedAt, sender, certificate } = line;
    const failed = ofLine(line, about);
    const isThere = examination.files.has(`messages/${position}.json`);
    const isProven = proveAuthor(failed);
    const said = isThere && isProven ? examination.said.get(position) : undefined;
    const isDoubted = holds(revoked.ranges, position);
    const state = stateOf(failed, verdict, isThere, isDoubted);
    return {
      position,
      receivedAt,
      sender,
      state,
      reason: reasonOf(state, failed),
      certificate,
      name: sender !== SERVER && isProven ? nameOf(line) : [],
      kind: said?.kind ?? null,
      payload: said?.content ?? null,
      isWithheld: isThere && !isProven,
      erasure: isThere ? null : (erasures.get(position) ?? null),
    };
  });
}

/** Which line says of others that they were erased; of several the first. */
function erasuresOf(examination, about) {
  const { first } = examination.receipt;
  const end = first + examination.lines.length;
  const found = new Map();
  // For each line the next one at or behind it that nothing is said of yet, so that ranges may overlap.
  const next = new Map();
  const free = (position) => {
    const passed = [];
    while (next.has(position)) {
      passed.push(position);
      position = next.get(position);
    }
    for (const each of passed) next.set(each, position);
    return position;
  };
  for (const { line, event, subject, actor } of events(examination, about)) {
    if (event !== 'erased') continue;
    for (const part of subject.split(',')) {
      const [from, to = from] = part.split('-').map(Number);
      for (let each = free(Math.max(from, first)); each <= to && each < end; each = free(each)) {
        found.set(each, { by: actor, at: line.receivedAt, position: line.position });
        next.set(each, each + 1);
      }
    }
  }
  return found;
}

function stateOf(checks, verdict, isThere, isDoubted) {
  const has = (outcome) => checks.some((check) => check.outcome === outcome);
  if (has('failed')) return 'failed';
  if (has('incomplete')) return 'missing';
  if (verdict === 'FAILED') return 'not proven';
  if (isDoubted) return 'author in doubt';
  if (has('unknown')) return 'unknown kind';
  return isThere ? 'verified' : 'erased';
}

function reasonOf(state, checks) {
  switch (state) {
    case 'failed':
      return words(checks.filter(({ outcome }) => outcome === 'failed')).join('; ');
    case 'missing':
      return 'the content is missing, and the receipt does not call it erased';
    case 'author in doubt':
      return 'the certificate was revoked when this was said';
    case 'unknown kind':
      return 'of a kind unknown to this version';
    case 'not proven':
      return 'the record around it failed';
    default:
      return '';
  }
}
