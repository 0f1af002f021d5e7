import { parse } from './canonical.js';
import { insist } from './errors.js';
import {
  AUDIT,
  AUDIT_ID,
  isBase64Of,
  isBase64UpTo,
  isClassic,
  isFileName,
  isHash,
  isMediaType,
  isName,
  isPrintable,
  isRisingNames,
  isRoom,
  isSender,
  isSymbol,
  isTime,
  isUuid,
  MOST,
  positions,
} from './forms.js';
import { isOfPrograms, OF_SERVERS, OF_USERS, ofPeople } from './kinds.js';

const TYPE = /^securechat\/[a-z][a-z0-9-]{0,31}\/[1-9][0-9]{0,2}$/;
const MOST_MENTIONS = 50;
const LONGEST_REASON = 512;
const LONGEST_NAME_OF_A_WEBHOOK = 64;
const LONGEST_TEXT_OF_A_WEBHOOK = 8192;
const LONGEST_RULES = 4096;
const MOST_SECONDS = 86_400;

/**
 * What one line says (PROTOCOL.md 8, 9.3 and 9.4).
 *
 * @typedef {object} Payload
 * @property {string} kind such as `message/1`, also if a program says it
 * @property {boolean} isKnown whether this version knows what the kind says
 * @property {string} room
 * @property {string} roomId
 * @property {string} [sender] of a user's
 * @property {string} [session] of a user's
 * @property {number} [seq] of a user's
 * @property {{position: number, chain: string}} [after] of a user's
 * @property {Record<string, any> | null} content the fields of its kind, when it was said, and of a user's the position
 *     that its author had read up to (`after`); null for an unknown kind
 */

/**
 * Reads the payload of a line.
 *
 * @param {Uint8Array} data
 * @param {boolean} byServer whether the line is one of the server's
 * @param {string} room of the receipt
 * @returns {Payload}
 * @throws {Malformed} unless it is of its form
 */
export function readPayload(data, byServer, room) {
  const fields = parse(data);
  const kind = fields.text('type', (text) => TYPE.test(text)).slice('securechat/'.length);
  return byServer ? ofServer(kind, fields, room) : ofUser(kind, fields);
}

/** @param {import('./canonical.js').Fields} fields @param {(text: string) => boolean} isPlace */
const place = (fields, isPlace) => ({ room: fields.text('room', isPlace), roomId: fields.text('room_id', isUuid) });

/** The fields of an unknown kind may be any; of KINDs of the other side there is none. */
function insistOnUnknown(kind, others) {
  insist(!others.includes(kind.split('/')[0]), 'of a kind that is not signed by this side');
}

function ofUser(type, fields) {
  const kind = ofPeople(type);
  const byProgram = isOfPrograms(type);
  const session = fields.hash('session');
  const where = place(fields, isRoom);
  const sender = fields.text('sender', isName);
  const seq = fields.number('seq', 1);
  const seen = fields.object('after');
  const after = { position: seen.number('position', 0), chain: seen.hash('chain') };
  seen.end();
  const sentAt = fields.time('sent_at');
  fields.salt();
  const read = SAID_BY_USERS[kind];
  let content = null;
  if (read) {
    content = { ...read(fields), sentAt, after: after.position, ...(byProgram ? { byProgram } : {}) };
    fields.end();
  } else {
    insistOnUnknown(kind, OF_SERVERS);
  }
  return { kind, isKnown: Boolean(read), ...where, session, sender, seq, after, content };
}

/** The fields of each kind of users, read in their order. */
const SAID_BY_USERS = {
  'message/1': (fields) => ({ text: words(fields) }),
  // One without mentions would be another text for a message/1.
  'message/2': (fields) => ({ mentions: mentions(fields, 1), text: words(fields) }),
  'reply/1': (fields) => ({ about: about(fields), mentions: mentions(fields, 0), text: words(fields) }),
  'edit/1': (fields) => ({ about: about(fields), mentions: mentions(fields, 0), text: words(fields) }),
  'retraction/1': (fields) => ({ about: about(fields) }),
  'reaction/1': (fields) => ({
    about: about(fields),
    symbol: fields.text('symbol', isSymbol),
    action: fields.text('action', (text) => text === 'given' || text === 'withdrawn'),
  }),
  'removal/1': (fields) => ({ about: about(fields), reason: fields.text('reason', isPrintable(0, LONGEST_REASON)) }),
  'file/1': (fields) => ({
    name: fields.text('name', isFileName),
    size: fields.number('size', 0),
    mediaType: fields.text('media_type', isMediaType),
    sha256: fields.hash('sha256'),
    mentions: mentions(fields, 0),
    text: fields.text('text'),
  }),
  // All that it says is in the envelope.
  'read/1': () => ({}),
};

/** Which line it is about. */
function about(fields) {
  const named = fields.object('about');
  const line = { position: named.number('position', 1), payload: named.hash('payload') };
  named.end();
  return line;
}

const mentions = (fields, least) =>
  fields.take('mentions', (list) => isRisingNames(list) && list.length >= least && list.length <= MOST_MENTIONS);

const words = (fields) => fields.text('text', Boolean);

function ofServer(kind, fields, own) {
  const where = place(fields, (text) => isRoom(text) || (text === AUDIT && own === AUDIT));
  insist((where.room === AUDIT) === (where.roomId === AUDIT_ID), 'the audit log and its id are not together');
  const at = fields.time('at');
  fields.salt();
  const read = {
    'audit/1': audit,
    'event/1': event,
    'event/2': decision,
    'webhook/1': webhook,
    'classic-opening/1': opening,
    'classic-message/1': classicMessage,
    'classic-receipt/1': classicReceipt,
  }[kind];
  if (!read) {
    insistOnUnknown(kind, OF_USERS);
    return { kind, isKnown: false, ...where, content: null };
  }
  if (kind === 'audit/1') insist(own === AUDIT, 'a line of the audit log in a room');
  else if (kind === 'webhook/1') insist(own !== AUDIT && !isClassic(own), 'a webhook outside of a room');
  else if (!kind.startsWith('event/')) insist(isClassic(own), 'a line of a classic session in a room');
  const content = { at, ...read(fields, own) };
  fields.end();
  return { kind, isKnown: true, ...where, content };
}

function event(fields, own) {
  const name = fields.text('event');
  const subject = fields.text('subject');
  if (['created', 'joined', 'left', 'invited'].includes(name)) insist(isName(subject), 'subject is no name');
  else if (name === 'erased') positions(subject, 4000);
  else insist(['archived', 'reopened'].includes(name) && subject === own, 'unknown event');
  return { event: name, subject, actor: fields.text('actor', isSender) };
}

const ABOUT_USERS = ['owner', 'moderator', 'member', 'kicked', 'banned', 'unbanned', 'muted', 'unmuted'];
const isLine = isPrintable(0, LONGEST_REASON);
const VALUES = {
  kicked: isLine,
  banned: isLine,
  muted: isLine,
  topic: isLine,
  rules: (text) => text.length <= LONGEST_RULES,
  pinned: isHash,
  unpinned: isHash,
  writers: (text) => text === 'members' || text === 'moderators',
  slow: (text) => /^(?:0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= MOST_SECONDS,
};

/** What was decided about the room. */
function decision(fields, own) {
  const name = fields.text('event');
  const subject = fields.text('subject');
  if (ABOUT_USERS.includes(name)) insist(isName(subject), 'subject is no name');
  else if (name === 'pinned' || name === 'unpinned') {
    insist(/^[1-9][0-9]{0,15}$/.test(subject) && Number(subject) <= MOST, 'subject is no position');
  } else insist(Object.hasOwn(VALUES, name) && subject === own, 'unknown event');
  return {
    event: name,
    subject,
    actor: fields.text('actor', isSender),
    value: fields.text('value', Object.hasOwn(VALUES, name) ? VALUES[name] : (text) => text === ''),
    until: fields.text('until', (text) => text === '' || ((name === 'banned' || name === 'muted') && isTime(text))),
  };
}

const webhook = (fields) => ({
  name: fields.text('name', isPrintable(1, LONGEST_NAME_OF_A_WEBHOOK)),
  text: fields.text('text', (text) => text.length > 0 && text.length <= LONGEST_TEXT_OF_A_WEBHOOK),
});

function audit(fields) {
  const token = (text) => /^[a-z0-9_.-]{0,32}$/.test(text);
  const said = {
    action: fields.text('action', (text) => text.length <= 64 && /^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+$/.test(text)),
    outcome: fields.text('outcome', (text) => ['success', 'failure', 'denied'].includes(text)),
    actor: fields.text('actor', isPrintable(1, 260)),
    role: fields.text('role', token),
    method: fields.text('method', token),
    subject: fields.text('subject', isPrintable(0, 260)),
    source: fields.text('source', isPrintable(0, 64)),
    count: fields.number('count', 1),
    details: {},
  };
  const { pairs } = fields.object('details');
  insist(pairs.length <= 16, 'too many details');
  let before = '';
  for (const [name, value] of pairs) {
    insist(/^[a-z][a-z0-9_]{0,31}$/.test(name) && name > before, 'details are malformed, or in another order');
    insist(typeof value === 'string' && isPrintable(0, 512)(value), 'a detail is malformed');
    before = name;
    said.details[name] = value;
  }
  return said;
}

function opening(fields) {
  return {
    certificate: fields.hash('certificate'),
    fingerprint: fields.text('fingerprint', (text) => /^[0-9a-f]{16}$/.test(text)),
    user: fields.text('user', (text) => text === '' || isName(text)),
  };
}

function classicMessage(fields) {
  const said = {
    seqno: fields.number('seqno', 1),
    ts: fields.number('ts', 0),
    iv: fields.text('iv', (text) => isBase64Of(text, 16)),
    ct: fields.text('ct', (text) => isBase64UpTo(text, 8192)),
    sig: fields.text('sig', (text) => isBase64UpTo(text, 4096)),
  };
  return fields.isAtEnd ? said : { ...said, text: fields.text('text', (text) => text.length <= 8192) };
}

function classicReceipt(fields) {
  return {
    certificate: fields.text('certificate', (text) => isBase64UpTo(text, 12288)),
    transcriptSha256: fields.hash('transcript_sha256'),
    sig: fields.text('sig', (text) => isBase64UpTo(text, 4096)),
    firstSeq: fields.number('first_seq', 0),
    lastSeq: fields.number('last_seq', 0),
  };
}
