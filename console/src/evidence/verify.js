import { equal, fromBase64, toBase64, utf8 } from './bytes.js';
import { Certificate, isOutlineOfCertificate, RevocationList } from './certificate.js';
import { Chains } from './chains.js';
import { fromPem } from './der.js';
import { insist, Malformed, WrongUse } from './errors.js';
import { Findings } from './findings.js';
import { AUDIT, holds, isClassic, positions, SERVER } from './forms.js';
import { pauses } from './pause.js';
import { readPayload } from './payloads.js';
import { describe } from './result.js';
import { CONSTANTS } from './release.js';
import { sha256, sha256Hex } from './sha256.js';
import { link, MOST_SIGNATURE, readCountersignature, readLine, readMembers, readReceipt } from './statements.js';
import { subtle } from './webcrypto.js';
import { readZip } from './zip.js';

const CORE = [
  'receipt.json',
  'receipt.sig',
  'transcript.txt',
  'members.txt',
  'authority.der',
  'README.txt',
  'verify.sh',
];
// No other names; what each file has to be follows from receipt and transcript (PROTOCOL.md 11.1).
const FILE = new RegExp(
  '^(?:receipt\\.json|receipt\\.sig|transcript\\.txt|members\\.txt|authority\\.der|README\\.txt|verify\\.sh|report\\.html' +
    '|messages/[1-9][0-9]{0,15}\\.(?:json|sig)' +
    '|(?:certificates|revocation)/[0-9a-f]{64}\\.der' +
    '|countersignatures/[a-z0-9@._+-]{1,128}\\.(?:json|sig))$',
);
const DER_FILE = /^(certificates|revocation)\/([0-9a-f]{64})\.der$/;
const MOST_BYTES = 2 ** 30;
const AT_ONCE = 64;

/** Says that nothing more can be checked; why is among the findings. */
class Stop extends Error {}

const certificateFile = (hash) => `certificates/${hash}.der`;

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
 * @returns {Promise<import('./result.js').Result>} also for a bundle that is not one: it has FAILED
 * @throws {WrongUse} without an authority, or with one or a list that cannot be read
 * @throws {Unsupported} in a browser without WebCrypto
 */
export async function verifyBundle(bundle, options) {
  const verifier = new Verifier(options ?? {});
  subtle();
  try {
    verifier.readFiles(bundle);
    await verifier.check();
  } catch (fault) {
    if (!(fault instanceof Stop)) throw fault;
  }
  return describe(verifier);
}

/** @param {unknown} given @param {string} what */
function insistOnBytes(given, what) {
  if (!(given instanceof Uint8Array)) throw new WrongUse(`${what} has to be given as bytes`);
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
    insistOnBytes(file, what);
    try {
      return fromPem(file, label).map((der) => new Type(der));
    } catch (fault) {
      throw new WrongUse(`${what} that was given is neither PEM nor DER: ${fault.message}`);
    }
  });
}

class Verifier {
  findings = new Findings();
  isFinished = false;
  /** @type {Map<string, Uint8Array>} */
  files = new Map();
  /** @type {ReturnType<typeof readReceipt> | null} */
  receipt = null;
  /** @type {import('./statements.js').Line[]} */
  lines = [];
  /** What each line says, where it can be read. @type {Map<number, import('./payloads.js').Payload>} */
  said = new Map();
  /** @type {Map<string, Certificate>} */
  certificates = new Map();
  /** Where each certificate was used. @type {Map<string, Array<{purpose: string, at: string, who: string | null, line: number | null}>>} */
  uses = new Map();
  /** From when on certificates count as revoked. @type {Map<string, string>} */
  revokedSince = new Map();
  /** The issuers of each certificate that was used, up to an authority. @type {Map<string, Certificate[]>} */
  paths = new Map();
  /** @type {string[]} */
  membersBefore = [];
  /** @type {Array<{user: string, certificate: string, at: string}>} */
  countersigned = [];
  #expected = new Set(CORE);
  #misnamed = new Set();
  #outside;
  #lists = [];
  /** @type {Chains} */
  #chains;
  #chainAt = new Map();
  #genesis = '';

  /** @param {Options} options */
  constructor({ authority, lists, rootsWithoutList = false, onProgress = () => {}, signal }) {
    this.authorities = readGiven(authority, 'CERTIFICATE', Certificate, 'an authority');
    if (this.authorities.length === 0) throw new WrongUse('name the authority that you trust');
    this.#outside = readGiven(lists, 'X509 CRL', RevocationList, 'a revocation list');
    this.rootsWithoutList = rootsWithoutList;
    this.onProgress = onProgress;
    this.pause = pauses(signal);
    signal?.throwIfAborted();
  }

  fail(step, check, subject, detail) {
    this.findings.add(step, check, subject, detail);
  }

  /** Runs a reader; false after a finding if it finds what is not of its form. */
  #reads(reader, otherwise) {
    try {
      reader();
      return true;
    } catch (fault) {
      if (!(fault instanceof Malformed)) throw fault;
      otherwise(fault.message);
      return false;
    }
  }

  // ---------------------------------------------------------------- 1 files

  readFiles(bundle) {
    if (bundle instanceof Uint8Array) {
      this.#reads(
        () => (bundle = readZip(bundle)),
        (fault) => {
          this.fail(1, 'file', 'bundle', fault);
          throw new Stop();
        },
      );
    }
    if (bundle === null || typeof bundle !== 'object') throw new WrongUse('a bundle is a zip or files by their names');
    const files = bundle instanceof Map ? bundle : new Map(Object.entries(bundle));
    let total = 0;
    for (const [name, content] of files) {
      if (!FILE.test(name) || content === null) {
        this.fail(1, 'file', 'bundle', 'a file or folder of a name or kind that no bundle has');
        throw new Stop();
      }
      insistOnBytes(content, 'a file of a bundle');
      total += content.length;
    }
    if (total > MOST_BYTES) {
      this.fail(1, 'file', 'bundle', 'larger than 1 GiB');
      throw new Stop();
    }
    this.files = files;
    for (const name of CORE) if (!files.has(name)) this.fail(1, 'file', name, 'missing');
    if (!this.findings.isEmpty) throw new Stop();
    for (const [name, hash] of Object.entries(CONSTANTS)) {
      if (sha256Hex(files.get(name)) !== hash) this.fail(1, 'file', name, 'not that of this release');
    }
    if (!isOutlineOfCertificate(files.get('authority.der'))) this.fail(1, 'file', 'authority.der', 'not one certificate');
  }

  #checkSet() {
    for (const name of this.#expected) if (!this.files.has(name)) this.fail(1, 'file', name, 'missing');
    for (const name of this.files.keys()) {
      if (!this.#expected.has(name) && name !== 'report.html') this.fail(1, 'file', name, 'does not belong here');
      if (this.#misnamed.has(name)) this.fail(1, 'file', name, 'not the file that its name says');
    }
  }

  async check() {
    this.#checkReceipt();
    await this.#checkTranscript();
    this.#readCertificates();
    this.#chains = await Chains.of(
      {
        authorities: this.authorities,
        certificates: this.certificates.values(),
        lists: this.#lists,
        outside: this.#outside,
        rootsWithoutList: this.rootsWithoutList,
      },
      this.pause,
    );
    const { certificate } = this.receipt;
    const signature = this.files.get('receipt.sig');
    await this.#checkSignature(2, 'signature', 'receipt.json', certificate, signature);
    await this.#checkLines();
    await this.#checkCountersignatures();
    await this.#checkCertificates();
    this.#checkSet();
    this.isFinished = true;
  }

  // ---------------------------------------------------------------- 2 receipt

  #checkReceipt() {
    const read = this.#reads(
      () => (this.receipt = readReceipt(this.files.get('receipt.json'))),
      (fault) => this.fail(2, 'receipt', 'receipt.json', 'not of the form of a receipt: ' + fault),
    );
    if (!read) throw new Stop();
    const { revocation, certificate, issuedAt, revoked, first, membersSha256 } = this.receipt;
    for (const hash of revocation) this.#expected.add(`revocation/${hash}.der`);
    this.#use(certificate, 'receipt', issuedAt, null, null);
    if (revoked.text) this.findings.note('said with a revoked certificate: lines ' + revoked.text);
    const data = this.files.get('members.txt');
    const { names, isList } = readMembers(data);
    const isReceipts = sha256Hex(data) === membersSha256;
    if (isReceipts) this.membersBefore = names;
    if (!isReceipts || !isList || (first === 1 && data.length)) this.fail(8, 'history', 'members.txt', 'not the members of the receipt');
  }

  // ---------------------------------------------------------------- 3 transcript, 4 times

  async #checkTranscript() {
    const data = this.files.get('transcript.txt');
    const { first, last, previousChain, chain, transcriptSha256, roomId, issuedAt } = this.receipt;
    if (data.some((byte) => (byte < 0x20 && byte !== 0x0a) || byte > 0x7e) || (data.length && data.at(-1) !== 0x0a)) {
      this.fail(3, 'transcript', 'transcript.txt', 'not lines of printable characters');
      throw new Stop();
    }
    const texts = new TextDecoder().decode(data).split('\n');
    texts.pop();
    this.#chainAt.set(first - 1, previousChain);
    const lines = [];
    let before = '';
    let value = previousChain;
    for (let i = 0; i < texts.length; i++) {
      const position = first + i;
      const read = this.#reads(
        () => lines.push(readLine(texts[i])),
        (fault) => this.fail(3, 'transcript', 'line ' + position, 'not of the form of a line: ' + fault),
      );
      if (!read) throw new Stop();
      const line = lines[i];
      if (line.position !== position) this.fail(3, 'transcript', 'line ' + line.position, 'expected ' + position);
      if (line.receivedAt < before) this.fail(4, 'time', 'line ' + line.position, 'earlier than the line before');
      before = line.receivedAt;
      value = link(value, texts[i]);
      this.#chainAt.set(position, value);
      if (i % AT_ONCE === 0) await this.pause();
    }
    this.lines = lines;
    if (before > issuedAt) this.fail(4, 'time', 'receipt.json', 'issued before its last line');
    if (sha256Hex(data) !== transcriptSha256) {
      this.fail(3, 'transcript', 'transcript.txt', 'not the transcript of the receipt');
    }
    this.#genesis = link('securechat/transcript/1', roomId);
    if (first === 1 && previousChain !== this.#genesis) {
      this.fail(3, 'chain', 'receipt.json', 'the chain does not start with the room');
    }
    if (value !== chain) this.fail(3, 'chain', 'transcript.txt', 'the chain does not end in that of the receipt');
    if (first + lines.length - 1 !== last) {
      this.fail(3, 'transcript', 'transcript.txt', `not the lines ${first} to ${last}`);
    }
  }

  // ---------------------------------------------------------------- 5 certificates, 6 names

  #use(certificate, purpose, at, who, line) {
    this.#expected.add(certificateFile(certificate));
    const uses = this.uses.get(certificate);
    if (uses) uses.push({ purpose, at, who, line });
    else this.uses.set(certificate, [{ purpose, at, who, line }]);
  }

  #readCertificates() {
    for (const list of this.#outside) {
      if (!list.isComplete) this.fail(5, 'revocation', 'a list from outside', 'not a complete list');
    }
    for (const [name, content] of this.files) {
      const [, folder, hash] = DER_FILE.exec(name) ?? [];
      const isMisnamed = hash !== undefined && sha256Hex(content) !== hash;
      if (isMisnamed) this.#misnamed.add(name);
      if (folder === 'certificates' && !isMisnamed) {
        this.#reads(
          () => this.certificates.set(hash, new Certificate(content)),
          () => {}, // Said where it is used.
        );
      } else if (folder === 'revocation') {
        this.#reads(
          () => {
            const list = new RevocationList(content);
            this.#lists.push(list);
            insist(list.isComplete);
          },
          () => this.fail(5, 'revocation', name, 'not a complete list'),
        );
      }
    }
  }

  async #checkCertificates() {
    const doubted = new Set();
    const known = new Map();
    const isRevoked = (certificate, at, ofReceipt) => {
      const key = certificate.hash + at + ofReceipt;
      if (!known.has(key)) known.set(key, this.#chains.isRevoked(certificate, at, ofReceipt));
      return known.get(key);
    };
    for (const [hash, uses] of this.uses) {
      const certificate = this.certificates.get(hash);
      if (certificate) {
        this.#checkCertificate(certificate, hash, uses);
        await this.#checkRevocation(certificate, uses, doubted, isRevoked);
        this.#checkNames(certificate, hash, uses);
        this.#expectIssuers(certificate);
      } else if (this.files.has(certificateFile(hash)) && !this.#misnamed.has(certificateFile(hash))) {
        this.fail(5, 'certificate', certificateFile(hash), 'not one certificate in DER');
      }
      await this.pause();
    }
    const { ranges } = this.receipt.revoked;
    if (this.lines.some(({ position }) => holds(ranges, position) && !doubted.has(position))) {
      this.fail(5, 'revocation', 'receipt.json', 'names lines as revoked whose certificates were not');
    }
  }

  /** The issuers of what is needed are needed, and theirs. */
  #expectIssuers(certificate) {
    const open = [certificate];
    while (open.length) {
      for (const issuer of this.#chains.candidates(open.pop())) {
        const name = certificateFile(issuer.hash);
        if (this.#chains.isGiven(issuer) || this.#expected.has(name)) continue;
        this.#expected.add(name);
        open.push(issuer);
      }
    }
  }

  /** At the first and the last time of its use, which covers the times between. */
  #checkCertificate(certificate, hash, uses) {
    const subject = certificateFile(hash);
    const times = uses.map((use) => use.at);
    const first = times.reduce((a, b) => (a < b ? a : b));
    const last = times.reduce((a, b) => (a > b ? a : b));
    for (const purpose of new Set(uses.map((use) => use.purpose))) {
      if (!certificate.isFor(purpose)) this.fail(5, 'certificate', subject, 'not one for a ' + purpose);
      if (purpose === 'receipt' && !certificate.isOfServer(this.receipt.server)) {
        this.fail(6, 'name', subject, 'does not name the server of the receipt');
      }
    }
    if (!certificate.isValid(first, last)) {
      this.fail(5, 'certificate', subject, 'not valid at the time of its use');
    }
    const any = this.#chains.path(certificate, last);
    if (any === null || this.#chains.path(certificate, first) === null) {
      this.fail(5, 'certificate', subject, 'no valid path to an authority that was given');
      return;
    }
    if (this.#chains.coveredPath(certificate, last) === null) {
      this.fail(5, 'revocation', subject, 'no revocation list covers the time of its use');
    }
    const path = this.#chains.goodPath(certificate, last) ?? any;
    this.paths.set(hash, path);
    const since = this.#chains.revokedSince(certificate, path);
    if (since === null) return;
    this.revokedSince.set(hash, since);
    if (since > last) this.findings.note(`${subject}: revoked at ${since}, after its last use here`);
  }

  /** What people say, the receipt has to account for; what else is signed must not be late. */
  async #checkRevocation(certificate, uses, doubted, isRevoked) {
    const { ranges } = this.receipt.revoked;
    for (const { purpose, at, who, line } of uses) {
      if (purpose === 'receipt' || line === null) {
        if (isRevoked(certificate, at, false)) {
          const subject = line !== null ? 'line ' + line : who ? `countersignatures/${who}.json` : 'receipt.json';
          this.fail(5, 'revocation', subject, 'signed with a certificate that was revoked by then');
        }
        continue;
      }
      const ofReceipt = isRevoked(certificate, at, true);
      if (ofReceipt) doubted.add(line);
      if (!holds(ranges, line) && (ofReceipt || isRevoked(certificate, at, false))) {
        this.fail(5, 'revocation', 'line ' + line, 'said with a certificate that was revoked by then');
      }
      await this.pause();
    }
  }

  #checkNames(certificate, hash, uses) {
    for (const who of new Set(uses.map((use) => use.who))) {
      if (who === null) continue;
      const kinds = certificate.kindsOf(who);
      if (kinds.length === 0) this.fail(6, 'name', certificateFile(hash), 'does not name ' + who);
      else this.findings.note(`${who} is named by ${certificateFile(hash)} (${kinds.join(', ')})`);
    }
  }

  // ---------------------------------------------------------------- 7 payloads and signatures

  async #checkSignature(step, check, file, certificate, signature) {
    const key = this.certificates.get(certificate)?.key;
    const isGood =
      key && signature && signature.length <= MOST_SIGNATURE && (await key.verifies(this.files.get(file), signature));
    if (!isGood) this.fail(step, check, file, 'the signature does not verify');
  }

  async #checkLines() {
    const { lines } = this;
    const history = new History(this);
    const classic = new ClassicSession(this);
    for (let from = 0; from < lines.length; from += AT_ONCE) {
      const signatures = [];
      for (const line of lines.slice(from, from + AT_ONCE)) {
        const name = `messages/${line.position}`;
        this.#expected.add(name + '.sig');
        const byServer = line.sender === SERVER;
        const who = byServer ? null : line.sender;
        this.#use(line.certificate, byServer ? 'receipt' : 'client', line.receivedAt, who, line.position);
        if (!equal(this.files.get(name + '.sig') ?? line.signature, line.signature)) {
          this.fail(7, 'signature', name + '.sig', 'not the signature of its line');
        }
        if (this.#isPayloadThere(line, classic)) {
          signatures.push(this.#checkSignature(7, 'signature', name + '.json', line.certificate, line.signature));
          this.#checkPayload(line, history);
          if (this.said.get(line.position)?.kind.startsWith('classic-')) await classic.check(line);
        }
        history.check(line);
      }
      await Promise.all(signatures);
      this.onProgress(Math.min(from + AT_ONCE, lines.length), lines.length);
      await this.pause();
    }
  }

  /** Whether there is a payload to be checked; what is missing is judged. */
  #isPayloadThere({ position, sender }, classic) {
    const isErasable = sender !== SERVER || isClassic(this.receipt.room);
    const isErased = holds(this.receipt.erased.ranges, position);
    const isThere = this.files.has(`messages/${position}.json`);
    if (!isErased && isThere) this.#expected.add(`messages/${position}.json`);
    if (isErased && !isErasable) this.fail(9, 'erased', 'line ' + position, 'what a server said cannot be erased');
    if (isThere) return true;
    classic.hasGaps = true;
    if (isErased) {
      this.findings.note(`line ${position}: its payload has been erased, as the receipt says`);
    } else {
      const outcome = isErasable ? 'incomplete' : 'failed';
      this.findings.add(9, 'erased', 'line ' + position, 'its payload is missing', outcome);
    }
    return false;
  }

  #checkPayload(line, history) {
    const { position, sender } = line;
    const file = `messages/${position}.json`;
    const data = this.files.get(file);
    if (sha256Hex(data) !== line.payloadSha256) this.fail(7, 'payload', file, 'not the payload of its line');
    const { room, roomId } = this.receipt;
    this.#reads(
      () => this.said.set(position, readPayload(data, sender === SERVER, room)),
      (fault) => this.fail(7, 'payload', file, 'not of its form: ' + fault),
    );
    const said = this.said.get(position);
    if (!said) return;
    if (!said.isKnown) {
      this.findings.add(7, 'kind', file, 'of a kind unknown to this version: ' + said.kind, 'unknown');
      this.findings.note(`line ${position}: of a kind unknown to this version`);
    }
    if (said.room !== room || said.roomId !== roomId) this.fail(7, 'payload', file, 'said in another room');
    if (said.sender !== undefined) {
      if (said.sender !== sender) this.fail(7, 'payload', file, 'said by another sender');
      history.checkSession(line, said);
    }
  }

  /** Uses of the certificate of a client of the classic profile. */
  useOfClassicClient(certificate, line) {
    this.#use(certificate, 'classic', line.receivedAt, null, line.position);
  }

  chainAt(position) {
    return position === 0 ? this.#genesis : this.#chainAt.get(position);
  }

  // ---------------------------------------------------------------- 10 countersignatures

  async #checkCountersignatures() {
    const receiptSha256 = sha256Hex(this.files.get('receipt.json'));
    for (const [name, content] of this.files) {
      const [, user] = /^countersignatures\/([^/]*)\.json$/.exec(name) ?? [];
      if (user === undefined) continue;
      let statement = null;
      this.#reads(
        () => (statement = readCountersignature(content, user, receiptSha256)),
        (fault) => this.fail(10, 'countersignature', name, 'not a countersignature of this receipt: ' + fault),
      );
      if (!statement) continue;
      const signature = `countersignatures/${user}.sig`;
      this.#expected.add(name).add(signature);
      this.#use(statement.certificate, 'client', statement.at, user, null);
      this.countersigned.push(statement);
      await this.#checkSignature(10, 'countersignature', name, statement.certificate, this.files.get(signature));
      await this.pause();
    }
  }
}

/** Whether the lines together can have happened (PROTOCOL.md 11.2, 8). */
class History {
  #sessions = new Map();

  /** @param {Verifier} verifier */
  constructor(verifier) {
    this.verifier = verifier;
    this.members = new Set(verifier.membersBefore);
    /** How many lines up to each one cannot be erased, beginning before the first. */
    this.lasting = [0];
    this.isClassic = isClassic(verifier.receipt.room);
    this.isRoom = verifier.receipt.room !== AUDIT && !this.isClassic;
  }

  #fail(position, detail) {
    this.verifier.fail(8, 'history', 'line ' + position, detail);
  }

  /** The session of a user's line, and the line that its author had seen last. */
  checkSession({ position, sender, certificate }, { session, seq, after }) {
    const before = this.#sessions.get(session);
    if (before && (before.sender !== sender || before.certificate !== certificate || seq <= before.seq)) {
      this.#fail(position, 'replayed, out of sequence, or in the session of another');
    }
    this.#sessions.set(session, { sender, certificate, seq });
    if (after.position >= position) {
      this.#fail(position, 'said after a line that is not before it');
    } else if (after.chain !== (this.verifier.chainAt(after.position) ?? after.chain)) {
      this.#fail(position, 'said under another history');
    }
  }

  /** How a room begins, and who may speak in it when. */
  check({ position, sender }) {
    const isEvent = this.verifier.said.get(position)?.kind === 'event/1';
    const isErasable = sender !== SERVER || (this.isClassic && !isEvent);
    this.lasting.push(this.lasting.at(-1) + (isErasable ? 0 : 1));
    if (sender !== SERVER) {
      if (!this.isRoom) this.#fail(position, 'a user speaks where only the server does');
      else if (!this.members.has(sender)) this.#fail(position, 'said by somebody who is no member');
      return;
    }
    const said = this.verifier.said.get(position);
    const { event, subject } = said?.kind === 'event/1' ? said.content : {};
    if (event === 'erased') this.#checkErasure(position, subject);
    if (event && this.verifier.receipt.room === AUDIT) this.#fail(position, 'not a line of the audit log');
    if (this.isClassic && (event === 'created' || (event && position === 1))) {
      this.#fail(position, 'no event of a classic session');
    }
    if (!this.isRoom) return;
    if ((position === 1) !== (event === 'created')) {
      this.#fail(position, position === 1 ? 'is not the event that made the room' : 'the room is made twice');
    }
    if (event === 'created' || event === 'joined') this.members.add(subject);
    else if (event === 'left') this.members.delete(subject);
  }

  #checkErasure(position, subject) {
    const before = this.verifier.receipt.first - 1;
    for (const [from, to] of positions(subject, 4000)) {
      if (to >= position) {
        this.#fail(position, 'erases what is not before it');
        return;
      }
      const lasting = (upTo) => this.lasting[Math.max(0, Math.min(upTo - before, this.lasting.length - 1))];
      if (lasting(to) > lasting(from - 1)) {
        this.#fail(position, 'erases what is no message');
        return;
      }
    }
  }
}

/** What a client of the classic profile has signed, which is less than the lines around it say. */
class ClassicSession {
  hasGaps = false;
  #client = null;
  #fingerprint = '';
  #first = 0;
  #last = 0;
  #transcript = [];

  /** @param {Verifier} verifier */
  constructor(verifier) {
    this.verifier = verifier;
  }

  async check(line) {
    const { verifier } = this;
    const { kind, content } = verifier.said.get(line.position);
    if (content === null) return;
    const { position } = line;
    if (kind === 'classic-opening/1') {
      if (position === 1) this.#open(content);
    } else if (kind === 'classic-message/1') {
      await this.#message(position, content);
    } else {
      await this.#close(position, content);
    }
    if ((position === 1) !== (kind === 'classic-opening/1')) {
      verifier.fail(8, 'history', 'line ' + position, 'a classic session opens with its first line and no other');
    }
    if (this.#client !== null) verifier.useOfClassicClient(this.#client, line);
  }

  #open({ certificate, fingerprint }) {
    this.#client = certificate;
    this.#fingerprint = fingerprint;
    const data = this.verifier.files.get(certificateFile(certificate));
    if (data && sha256Hex(utf8(toBase64(data))).slice(0, 16) !== fingerprint) {
      this.verifier.fail(5, 'certificate', 'messages/1.json', 'of another fingerprint');
    }
    this.verifier.findings.note('what was said in a classic session is the word of the server');
  }

  async #message(position, { seqno, ts, ct, sig }) {
    if (this.#client === null) return;
    if (seqno <= this.#last) this.verifier.fail(8, 'history', 'line ' + position, 'replayed or out of sequence');
    this.#first ||= seqno;
    this.#last = seqno;
    const key = this.verifier.certificates.get(this.#client)?.key;
    const signed = sha256(utf8(`${seqno}${ts}${ct}`));
    // That its certificate is missing is said there.
    if (key && !(await key.verifiesClassic(signed, fromBase64(sig)))) {
      this.verifier.fail(7, 'signature', `messages/${position}.json`, 'the signature of the client does not verify');
    }
    this.#transcript.push(`${seqno}|${ts}|${ct}|${sig}|${this.#fingerprint}\n`);
  }

  async #close(position, { certificate, transcriptSha256, sig, firstSeq, lastSeq }) {
    const key = keyOf(fromBase64(certificate));
    if (!key || !(await key.verifiesClassic(utf8(transcriptSha256), fromBase64(sig)))) {
      this.verifier.fail(7, 'signature', `messages/${position}.json`, 'the classic receipt is not signed');
    }
    if (this.#client === null || this.hasGaps) return;
    const hash = sha256Hex(utf8(this.#transcript.join('')));
    if (transcriptSha256 !== hash || firstSeq !== this.#first || lastSeq !== this.#last) {
      this.verifier.fail(8, 'history', 'line ' + position, 'the classic receipt is for another transcript');
    }
  }
}

/** @param {Uint8Array} data */
function keyOf(data) {
  try {
    return new Certificate(data).key;
  } catch (fault) {
    if (fault instanceof Malformed) return null;
    throw fault;
  }
}
