import { equal } from './bytes.js';
import { ClassicSession } from './classic.js';
import { readOr } from './errors.js';
import { payloadFile, signatureFile } from './examination.js';
import { checkContent } from './files.js';
import { holds, isClassic, SERVER } from './forms.js';
import { History } from './history.js';
import { readPayload } from './payloads.js';
import { sha256Hex } from './sha256.js';
import { MOST_SIGNATURE } from './statements.js';

const AT_ONCE = 64;

/**
 * Whether a certificate's key has signed a file.
 *
 * @param {import('./examination.js').Examination} examination
 * @param {number} step
 * @param {string} check
 * @param {string} file
 * @param {string} certificate its SHA-256
 * @param {Uint8Array | undefined} signature
 */
export async function checkSignature(examination, step, check, file, certificate, signature) {
  const key = examination.certificates.get(certificate)?.key;
  const data = examination.files.get(file);
  const isGood = key && signature && signature.length <= MOST_SIGNATURE && (await key.verifies(data, signature));
  if (!isGood) examination.fail(step, check, file, 'the signature does not verify');
}

/**
 * Steps 7 to 9: each line fits what was signed, its sender signed it, it can have happened so, and what is
 * missing may be missing.
 *
 * @param {import('./examination.js').Examination} examination
 */
export async function checkLines(examination) {
  const { lines } = examination;
  const checks = new LineChecks(examination);
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    // WebCrypto works beside this thread; the signatures of many lines are its work at once.
    const signatures = [];
    for (const line of lines.slice(from, from + AT_ONCE)) signatures.push(...(await checks.check(line)));
    await Promise.all(signatures);
    examination.onProgress(Math.min(from + AT_ONCE, lines.length), lines.length);
    await examination.pause();
  }
}

class LineChecks {
  /** @param {import('./examination.js').Examination} examination */
  constructor(examination) {
    this.examination = examination;
    this.history = new History(examination);
    this.classic = new ClassicSession(examination);
    this.isClassic = isClassic(examination.receipt.room);
  }

  /** @param {import('./statements.js').Line} line @returns {Promise<Array<Promise<void>>>} signatures under way */
  async check(line) {
    const { examination } = this;
    const { position, sender, certificate, signature, receivedAt } = line;
    const byServer = sender === SERVER;
    examination.use(certificate, byServer ? 'receipt' : 'client', receivedAt, byServer ? null : sender, position);
    const file = signatureFile(position);
    examination.expected.add(file);
    if (!equal(examination.files.get(file) ?? signature, signature)) {
      examination.fail(7, 'signature', file, 'not the signature of its line');
    }
    const signatures = [];
    if (this.#isPayloadThere(line)) {
      signatures.push(checkSignature(examination, 7, 'signature', payloadFile(position), certificate, signature));
      await this.#checkPayload(line);
    }
    this.history.check(line);
    return signatures;
  }

  /** Whether there is a payload to be checked; what is missing is judged. */
  #isPayloadThere({ position, sender }) {
    const { examination } = this;
    const subject = 'line ' + position;
    const isErasable = sender !== SERVER || this.isClassic;
    const isErased = holds(examination.receipt.erased.ranges, position);
    const isThere = examination.files.has(payloadFile(position));
    if (!isErased && isThere) examination.expected.add(payloadFile(position));
    if (isErased && !isErasable) examination.fail(9, 'erased', subject, 'what a server said cannot be erased');
    if (isThere) return true;
    this.classic.hasGaps = true;
    if (isErased) {
      examination.findings.note(`${subject}: its payload has been erased, as the receipt says`);
    } else {
      const outcome = isErasable ? 'incomplete' : 'failed';
      examination.findings.add(9, 'erased', subject, 'its payload is missing', outcome);
    }
    return false;
  }

  /** @param {import('./statements.js').Line} line */
  async #checkPayload(line) {
    const { examination } = this;
    const { room } = examination.receipt;
    const file = payloadFile(line.position);
    const data = examination.files.get(file);
    if (sha256Hex(data) !== line.payloadSha256) examination.fail(7, 'payload', file, 'not the payload of its line');
    const said = readOr(
      () => readPayload(data, line.sender === SERVER, room),
      (fault) => examination.fail(7, 'payload', file, 'not of its form: ' + fault),
    );
    if (!said) return;
    examination.said.set(line.position, said);
    this.#checkPlace(line, said, file);
    if (said.kind === 'file/1') checkContent(examination, /** @type {any} */ (said.content));
    if (said.sender !== undefined) {
      this.history.checkSession(line, said);
      this.history.checkAbout(line, said);
      this.history.checkRight(line, said);
    }
    if (said.isKnown && said.kind.startsWith('classic-')) await this.classic.check(line);
  }

  /** What does not depend on the kind. */
  #checkPlace(line, said, file) {
    const { examination } = this;
    const { room, roomId } = examination.receipt;
    if (!said.isKnown) {
      examination.findings.add(7, 'kind', file, 'of a kind unknown to this version: ' + said.kind, 'unknown');
      examination.findings.note(`line ${line.position}: of a kind unknown to this version`);
    }
    if (said.room !== room || said.roomId !== roomId) examination.fail(7, 'payload', file, 'said in another room');
    if (said.sender !== undefined && said.sender !== line.sender) {
      examination.fail(7, 'payload', file, 'said by another sender');
    }
  }
}
