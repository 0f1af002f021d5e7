import { readOr } from './errors.js';
import { sha256Hex } from './sha256.js';
import { link, readLine, readMembers, readReceipt } from './statements.js';

const LINES_IN_A_TURN = 64;

/**
 * Step 2: what the server states. Its signature is checked with the others.
 *
 * @param {import('./examination.js').Examination} examination
 */
export function checkReceipt(examination) {
  const receipt = readOr(
    () => readReceipt(examination.files.get('receipt.json')),
    (fault) => examination.stop(2, 'receipt', 'receipt.json', 'not of the form of a receipt: ' + fault),
  );
  examination.receipt = receipt;
  for (const hash of receipt.revocation) examination.expected.add(`revocation/${hash}.der`);
  examination.use(receipt.certificate, 'receipt', receipt.issuedAt, null, null);
  if (receipt.revoked.text) {
    examination.findings.note('said with a revoked certificate: lines ' + receipt.revoked.text);
  }
  checkMembers(examination);
}

/** @param {import('./examination.js').Examination} examination */
function checkMembers(examination) {
  const data = examination.files.get('members.txt');
  const { names, isList } = readMembers(data);
  const isNamed = sha256Hex(data) === examination.receipt.membersSha256;
  if (isNamed) examination.membersBefore = names;
  if (!isNamed || !isList) examination.fail(8, 'history', 'members.txt', 'not the members of the receipt');
}

/** Lines of printable characters, each with its end. @param {Uint8Array} data */
function isText(data) {
  for (let i = 0; i < data.length; i++) if ((data[i] < 0x20 && data[i] !== 0x0a) || data[i] > 0x7e) return false;
  return data.length === 0 || data.at(-1) === 0x0a;
}

/**
 * Steps 3 and 4: the lines are those of the receipt, all, in order, linked, at times that can be.
 *
 * @param {import('./examination.js').Examination} examination
 */
export async function checkTranscript(examination) {
  const data = examination.files.get('transcript.txt');
  if (!isText(data)) examination.stop(3, 'transcript', 'transcript.txt', 'not lines of printable characters');
  const texts = new TextDecoder().decode(data).split('\n').slice(0, -1);
  const { first, last, previousChain, transcriptSha256 } = examination.receipt;
  examination.chain.set(first - 1, previousChain);
  const lines = [];
  let value = previousChain;
  for (const text of texts) {
    const position = first + lines.length;
    lines.push(readDue(examination, text, position, lines.at(-1)));
    value = link(value, text);
    examination.chain.set(position, value);
    if (lines.length % LINES_IN_A_TURN === 0) await examination.pause();
  }
  examination.lines = lines;
  if (sha256Hex(data) !== transcriptSha256) {
    examination.fail(3, 'transcript', 'transcript.txt', 'not the transcript of the receipt');
  }
  if (first + lines.length - 1 !== last) {
    examination.fail(3, 'transcript', 'transcript.txt', `not the lines ${first} to ${last}`);
  }
  checkEnds(examination, value);
}

/**
 * The line that is due at a position.
 *
 * @param {import('./examination.js').Examination} examination
 * @param {string} text
 * @param {number} position
 * @param {import('./statements.js').Line | undefined} before
 */
function readDue(examination, text, position, before) {
  const line = readOr(
    () => readLine(text),
    (fault) => examination.stop(3, 'transcript', 'line ' + position, 'not of the form of a line: ' + fault),
  );
  const subject = 'line ' + line.position;
  if (line.position !== position) examination.fail(3, 'transcript', subject, 'expected ' + position);
  if (before && line.receivedAt < before.receivedAt) {
    examination.fail(4, 'time', subject, 'earlier than the line before');
  }
  return line;
}

/**
 * Where the chain begins and ends, and when.
 *
 * @param {import('./examination.js').Examination} examination
 * @param {string} value after the last line
 */
function checkEnds(examination, value) {
  const { first, previousChain, chain, roomId, issuedAt } = examination.receipt;
  examination.genesis = link('securechat/transcript/1', roomId);
  if (first === 1 && previousChain !== examination.genesis) {
    examination.fail(3, 'chain', 'receipt.json', 'the chain does not start with the room');
  }
  if (value !== chain) {
    examination.fail(3, 'chain', 'transcript.txt', 'the chain does not end in that of the receipt');
  }
  if ((examination.lines.at(-1)?.receivedAt ?? '') > issuedAt) {
    examination.fail(4, 'time', 'receipt.json', 'issued before its last line');
  }
}
