import { linesOf } from './positions.js';

const SERVER = '@server';

const name = (actor) => (actor === SERVER ? 'the server' : actor);

/** What states of lines are like: how they are marked, and whether a person should look twice. */
export const STATES = {
  verified: { kind: 'good', sign: '✓', trouble: false },
  erased: { kind: 'plain', sign: '∅', trouble: false },
  missing: { kind: 'warn', sign: '!', trouble: true },
  'author in doubt': { kind: 'warn', sign: '?', trouble: true },
  'unknown kind': { kind: 'warn', sign: '?', trouble: true },
  'not proven': { kind: 'warn', sign: '!', trouble: true },
  failed: { kind: 'bad', sign: '✗', trouble: true },
};

/** Of a state that this page does not know, nothing good is believed. */
export const stateOf = (line) => STATES[line.state] ?? { kind: 'bad', sign: '!', trouble: true };

export const isEvent = (line) => line.sender === SERVER;

/** Who speaks, as people read it. */
export const speaker = (line) => name(line.sender) + (line.payload?.byProgram ? ' [bot]' : '');

/**
 * What a line says: `{text}` is what a person said, `{note}` words of ours, which never pass for theirs. A line whose
 * author is not proven has no payload, and so no text. A line that does something to another has `{deed}` as well: the
 * note in parts, `{symbol}`, `{reason}` and `{line}` among them, and so has one that says what was read. An edit has note
 * and text.
 */
export function saidBy(line) {
  const { payload } = line;
  if (!payload) return { note: line.kind ? unknown(line.kind) : nothing(line) };
  switch (line.kind) {
    case 'message/1':
    case 'message/2':
    case 'reply/1':
      return { text: payload.text };
    case 'file/1':
      return { text: payload.text, note: fileWords(payload) };
    case 'edit/1':
      return { ...deed('edited ', lineOf(payload)), text: payload.text };
    case 'retraction/1':
      return deed('took ', lineOf(payload), ' back');
    case 'reaction/1':
      return payload.action === 'given'
        ? deed('gave ', { symbol: payload.symbol }, ' to ', lineOf(payload))
        : deed('withdrew ', { symbol: payload.symbol }, ' from ', lineOf(payload));
    case 'removal/1':
      return deed('removed ', lineOf(payload), ...(payload.reason ? [': ', { reason: payload.reason }] : []));
    case 'read/1':
      return deed('has read up to ', { line: payload.after });
    case 'event/1':
      return { note: event(payload) };
    case 'event/2':
      return { note: decision(payload) };
    case 'webhook/1':
      return { note: `webhook “${payload.name}”: ${payload.text}` };
    case 'audit/1':
      return { note: audit(payload) };
    case 'classic-opening/1':
      return {
        note: `the session began${payload.user ? `, of ${payload.user}` : ''}, with the certificate ${payload.fingerprint}`,
      };
    case 'classic-message/1':
      return { note: `#${payload.seqno}: ${payload.text ?? '(not text)'}` };
    case 'classic-receipt/1':
      return {
        note: `the session ended with a receipt over messages ${payload.firstSeq} to ${payload.lastSeq}`,
      };
    default:
      return { note: unknown(line.kind) };
  }
}

/** A number of bytes as people read it, in powers of a thousand. @param {number} bytes */
export function sizeWords(bytes) {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let value = bytes;
  let unit = -1;
  while (value >= 999.95 && unit < 4) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${'kMGTP'[unit]}B`;
}

/** What its author says of a file. */
export const fileWords = ({ name: called, size, sha256 }) =>
  `sent a file: “${called}” (${sizeWords(size)}, SHA-256 ${sha256})`;

const lineOf = ({ about }) => ({ line: about.position });

function partOf(part) {
  if (typeof part === 'string') return part;
  const { line, symbol, reason } = part;
  if (reason !== undefined) return `“${reason}”`;
  return symbol ?? `line ${line}`;
}

const deed = (...parts) => ({
  deed: parts,
  note: parts.map(partOf).join(''),
});

/** Why a line that would do something to another does nothing there. */
export const IDLE = {
  failed: 'This changes nothing, because the line did not pass.',
  doubted: 'This changes nothing, because it is not proven who wrote it.',
  absent: 'That line is not in this record.',
  unseen: 'The content of that line is not here, so it is not changed.',
  late: 'This changes nothing: it had been taken back before.',
  again: 'This changes nothing: it was so already.',
};

const unknown = (kind) => `of a kind unknown to this version: ${kind}`;

function nothing({ state, isWithheld, erasure }) {
  if (isWithheld) return 'the content is not shown: who said it is not proven';
  switch (state) {
    case 'missing':
      return 'the content is missing, and the receipt does not call it erased';
    case 'erased':
    case 'author in doubt':
    case 'not proven':
      return erased(erasure);
    default:
      return 'the content is not here';
  }
}

const erased = (erasure) =>
  erasure
    ? `erased by ${name(erasure.by)} at ${momentOf(erasure.at)}, says line ${erasure.position}`
    : 'erased; a line after this record says by whom';

const momentOf = (at) => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

function event({ event: what, subject, actor }) {
  const by = actor === subject ? '' : ` (by ${name(actor)})`;
  switch (what) {
    case 'created':
      return by ? `the room was made for ${subject}${by}` : `${actor} made the room`;
    case 'joined':
      return `${subject} joined${by}`;
    case 'left':
      // Where a moderator takes somebody out, the line before tells what was decided, and why.
      return by && actor !== SERVER ? `${subject} is out of the room${by}` : `${subject} left${by}`;
    case 'invited':
      return `${name(actor)} invited ${subject}`;
    case 'erased':
      return `the content of ${linesOf(subject)} was erased${by}`;
    case 'archived':
      return `the room was archived${by}; it takes no more messages`;
    case 'reopened':
      return `the room was opened again${by}`;
    default:
      return unknown(what);
  }
}

/** What was decided about a room as a sentence. */
function decision({ event: what, subject, actor, value, until }) {
  const by = name(actor);
  const end = until ? ` until ${until.slice(0, 10)} ${until.slice(11, 16)} UTC` : '';
  const why = value ? `: “${value}”` : '';
  switch (what) {
    case 'owner':
      return `${by} made ${subject} the owner of the room`;
    case 'moderator':
      return `${by} made ${subject} a moderator`;
    case 'member':
      return actor === subject
        ? `${by} is no longer a moderator`
        : `${by} made ${subject} an ordinary member again`;
    case 'kicked':
      return `${by} took ${subject} out of the room${why}`;
    case 'banned':
      return `${by} banned ${subject}${end}${why}`;
    case 'unbanned':
      return `${by} lifted the ban of ${subject}`;
    case 'muted':
      return `${by} muted ${subject}${end}${why}`;
    case 'unmuted':
      return `${by} let ${subject} write again`;
    case 'topic':
    case 'rules':
      return value ? `${by} set the ${what}${why}` : `${by} removed the ${what}`;
    case 'pinned':
    case 'unpinned':
      return `${by} ${what} line ${subject}`;
    case 'writers':
      return value === 'moderators'
        ? `${by} made the room read-only: the owner and moderators write`
        : `${by} opened the room for all members to write`;
    case 'slow':
      return value === '0' ? `${by} ended slow mode` : `${by} set slow mode: a message each ${value} s`;
    default:
      return unknown(what);
  }
}

/** A line of the audit log as a sentence. */
export function audit({ action, outcome, actor, role, method, subject, source, count, details }) {
  const parts = [
    [': by ', name(actor)],
    [' as ', role],
    [', authenticated by ', method],
    [', on ', subject],
    [', from ', source],
    [', ', count > 1 ? `${count} times` : ''],
    ...Object.entries(details).map(([of, detail]) => [`, ${of} `, detail]),
  ];
  return `${action}, ${outcome}${parts.map(([before, part]) => (part ? before + part : '')).join('')}`;
}

/** What did not pass, where the words of the line do not say it already. */
export const faultsOf = ({ state, reason }) =>
  reason && (state === 'failed' || state === 'author in doubt') ? [reason] : [];
