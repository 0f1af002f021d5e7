import { fromBase64, toBase64, utf8 } from './bytes.js';
import { Certificate } from './certificate.js';
import { readOr } from './errors.js';
import { certificateFile } from './examination.js';
import { sha256, sha256Hex } from './sha256.js';

/** What a client of the classic profile has signed, which is less than the lines around it say. */
export class ClassicSession {
  hasGaps = false;
  #client = null;
  #fingerprint = '';
  #first = 0;
  #last = 0;
  #transcript = [];

  /** @param {import('./examination.js').Examination} examination */
  constructor(examination) {
    this.examination = examination;
  }

  async check(line) {
    const { examination } = this;
    const { kind, content } = examination.said.get(line.position);
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
      examination.fail(8, 'history', 'line ' + position, 'a classic session opens with its first line and no other');
    }
    if (this.#client !== null) examination.use(this.#client, 'classic', line.receivedAt, null, line.position);
  }

  #open({ certificate, fingerprint }) {
    this.#client = certificate;
    this.#fingerprint = fingerprint;
    const data = this.examination.files.get(certificateFile(certificate));
    if (data && sha256Hex(utf8(toBase64(data))).slice(0, 16) !== fingerprint) {
      this.examination.fail(5, 'certificate', 'messages/1.json', 'of another fingerprint');
    }
    this.examination.findings.note('what was said in a classic session is the word of the server');
  }

  async #message(position, { seqno, ts, ct, sig }) {
    if (this.#client === null) return;
    if (seqno <= this.#last) this.examination.fail(8, 'history', 'line ' + position, 'replayed or out of sequence');
    this.#first ||= seqno;
    this.#last = seqno;
    const key = this.examination.certificates.get(this.#client)?.key;
    const signed = sha256(utf8(`${seqno}${ts}${ct}`));
    // That its certificate is missing is said there.
    if (key && !(await key.verifiesClassic(signed, fromBase64(sig)))) {
      this.examination.fail(7, 'signature', `messages/${position}.json`, 'the signature of the client does not verify');
    }
    this.#transcript.push(`${seqno}|${ts}|${ct}|${sig}|${this.#fingerprint}\n`);
  }

  async #close(position, { certificate, transcriptSha256, sig, firstSeq, lastSeq }) {
    const key = keyOf(fromBase64(certificate));
    if (!key || !(await key.verifiesClassic(utf8(transcriptSha256), fromBase64(sig)))) {
      this.examination.fail(7, 'signature', `messages/${position}.json`, 'the classic receipt is not signed');
    }
    if (this.#client === null || this.hasGaps) return;
    const hash = sha256Hex(utf8(this.#transcript.join('')));
    if (transcriptSha256 !== hash || firstSeq !== this.#first || lastSeq !== this.#last) {
      this.examination.fail(8, 'history', 'line ' + position, 'the classic receipt is for another transcript');
    }
  }
}

/** @param {Uint8Array} data */
const keyOf = (data) =>
  readOr(
    () => new Certificate(data).key,
    () => null,
  );
