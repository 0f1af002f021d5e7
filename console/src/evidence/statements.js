import { fromBase64, latin1, utf8 } from './bytes.js';
import { parse } from './canonical.js';
import { insist } from './errors.js';
import { AUDIT, AUDIT_ID, isHash, isName, isRoom, isSender, isTime, isUuid, MOST, positions } from './forms.js';
import { sha256Hex } from './sha256.js';

/** Most bytes of a signature. */
export const MOST_SIGNATURE = 4096;

/** The hash of the members of whom there are none. */
const NOBODY = sha256Hex(new Uint8Array());

/** The next value of a chain (PROTOCOL.md 9.2). @param {string} previous @param {string} line */
export const link = (previous, line) => sha256Hex(utf8(previous + '\n' + line + '\n'));

/**
 * @param {import('./canonical.js').Fields} fields
 * @param {string} name
 * @param {number} most characters
 */
function ranges(fields, name, most) {
  const text = fields.text(name);
  return { text, ranges: text === '' ? [] : positions(text, most) };
}

/**
 * What the server states about a range of lines (PROTOCOL.md 10).
 *
 * @param {Uint8Array} data
 * @throws {Malformed} unless it is of the form of a receipt
 */
export function readReceipt(data) {
  const fields = parse(data, 40960);
  fields.text('type', (text) => text === 'securechat/receipt/1');
  const server = fields.text('server', (text) => /^[A-Za-z0-9._:[\]-]{1,253}$/.test(text));
  const room = fields.text('room', (text) => text === AUDIT || isRoom(text));
  const roomId = fields.text('room_id', isUuid);
  insist((room === AUDIT) === (roomId === AUDIT_ID), 'the audit log and its id are not together');
  const user = fields.text('user', isSender);
  const session = fields.hash('session');
  const first = fields.number('first', 1);
  const last = fields.number('last', first - 1);
  const receipt = {
    server,
    room,
    roomId,
    user,
    session,
    first,
    last,
    previousChain: fields.hash('previous_chain'),
    chain: fields.hash('chain'),
    transcriptSha256: fields.hash('transcript_sha256'),
    membersSha256: fields.hash('members_sha256'),
    erased: ranges(fields, 'erased', 24000),
    revoked: ranges(fields, 'revoked', 8000),
    revocation: fields.take('revocation', isRisingHashes),
    certificate: fields.hash('certificate'),
    issuedAt: fields.time('issued_at'),
  };
  fields.end();
  for (const { ranges: named } of [receipt.erased, receipt.revoked]) {
    insist(!named.length || (named[0][0] >= first && named.at(-1)[1] <= last), 'names lines that it does not cover');
  }
  insist(last >= first || receipt.chain === receipt.previousChain, 'two chain values of no line');
  insist(first > 1 || receipt.membersSha256 === NOBODY, 'members before the first line');
  return receipt;
}

/** @param {unknown} value */
const isRisingHashes = (value) =>
  Array.isArray(value) &&
  value.length <= 256 &&
  value.every((hash, i) => typeof hash === 'string' && isHash(hash) && (i === 0 || value[i - 1] < hash));

/**
 * A line of a transcript (PROTOCOL.md 9.1).
 *
 * @typedef {object} Line
 * @property {number} position
 * @property {string} receivedAt
 * @property {string} sender
 * @property {string} certificate
 * @property {string} payloadSha256
 * @property {Uint8Array} signature
 */

/**
 * @param {string} text
 * @returns {Line}
 * @throws {Malformed} unless it is of the form of a line
 */
export function readLine(text) {
  const parts = text.split('|');
  insist(parts.length === 6, 'not six fields');
  const [position, receivedAt, sender, certificate, payloadSha256, base64] = parts;
  insist(/^[1-9][0-9]{0,15}$/.test(position) && Number(position) <= MOST, 'malformed position');
  insist(isTime(receivedAt) && isSender(sender) && isHash(certificate) && isHash(payloadSha256), 'malformed field');
  const signature = fromBase64(base64);
  insist(signature && signature.length >= 1 && signature.length <= MOST_SIGNATURE, 'malformed signature');
  return { position: Number(position), receivedAt, sender, certificate, payloadSha256, signature };
}

/**
 * The names in `members.txt`, up to the first that is not of a rising list of usernames, and whether all are.
 *
 * @param {Uint8Array} data
 */
export function readMembers(data) {
  const all = latin1(data).split('\n');
  const isEnded = all.pop() === '';
  const odd = all.findIndex((name, i) => !isName(name) || (i > 0 && all[i - 1] >= name));
  return { names: odd < 0 ? all : all.slice(0, odd), isList: isEnded && odd < 0 };
}

/**
 * A member's statement about a receipt (PROTOCOL.md 10.2).
 *
 * @param {Uint8Array} data
 * @param {string} user whose it has to be
 * @param {string} receiptSha256 of the receipt that it has to be about
 * @throws {Malformed} if it is none
 */
export function readCountersignature(data, user, receiptSha256) {
  const fields = parse(data);
  fields.text('type', (text) => text === 'securechat/countersignature/1');
  fields.text('user', (text) => text === user && isName(text));
  const about = fields.hash('receipt_sha256');
  const statement = { user, certificate: fields.hash('certificate'), at: fields.time('at') };
  fields.end();
  insist(about === receiptSha256, 'about another receipt');
  return statement;
}
