import { isMessage } from '../evidence/kinds.js';

// What a conversation reads like at the end of a record (PROTOCOL.md 8.2). Whether a line may be about another was
// judged by the verifier; here the lines that hold are put together.

/** Characters of a quotation. */
const QUOTED = 120;

const SERVER = '@server';

/**
 * What a message read at some time.
 *
 * @typedef {object} Version
 * @property {number} position of the line that says so
 * @property {string} at
 * @property {string} text
 * @property {string[]} mentions
 * @property {any} [file] what was said of the file that it is
 */

/**
 * That the owner of the room took a message out of it.
 *
 * @typedef {object} Removal
 * @property {number} position of the line that says so
 * @property {string} by
 * @property {string} reason may be empty
 */

/** A line of a user's, and what others make of it. */
class Turn {
  /** @param {import('../evidence/result.js').LineResult} line */
  constructor(line) {
    this.line = line;
    const { kind, payload } = line;
    /** What the message has read, the last at last; empty if it is none, or not shown. @type {Version[]} */
    this.versions = payload && isMessage(kind) ? [versionOf(line)] : [];
    /** Edits of it that could be made, here or not. @type {Turn[]} */
    this.edits = [];
    /** The line in which its author took it back, or took back the message that it edits. @type {number | null} */
    this.takenBack = null;
    /** Of it, or of the message that it edits. @type {Removal | null} */
    this.removal = null;
    /** Who has given each symbol and not withdrawn it, in the order in which they did. @type {Map<string, Set<string>>} */
    this.reactions = new Map();
    /** Lines that would change it if it were proven who wrote them. @type {number[]} */
    this.doubted = [];
    /** Why a line that is about another one changes nothing there, or one that says what was read is not believed; or null. */
    this.idle = null;
  }
}

/** Whether the words of a turn are for those only who ask for them. @param {Turn} turn */
export const isHidden = ({ takenBack, removal }) => takenBack !== null || removal !== null;

const versionOf = ({ kind, position, receivedAt, payload }) => ({
  position,
  at: receivedAt,
  text: payload.text,
  mentions: payload.mentions ?? [],
  ...(kind === 'file/1' ? { file: payload } : {}),
});

/** States of lines whose word is not taken. */
const DISBELIEVED = { failed: 'failed', 'author in doubt': 'doubted' };

/** What each kind does to the turn that it is about: why it changes nothing there, or null. */
const DEEDS = {
  'edit/1': (other, turn) => {
    if (other.takenBack !== null) return 'late';
    other.edits.push(turn);
    turn.removal = other.removal;
    if (other.versions.length === 0) return 'unseen';
    other.versions.push(versionOf(turn.line));
    return null;
  },
  'retraction/1': (other, { line: { position } }) => {
    if (other.takenBack !== null) return 'late';
    for (const each of [other, ...other.edits]) each.takenBack = position;
    return null;
  },
  'removal/1': (other, { line: { position, sender, payload: { reason } } }) => {
    if (other.removal) return 'again';
    for (const each of [other, ...other.edits]) each.removal = { position, by: sender, reason };
    return null;
  },
  'reaction/1': ({ reactions }, { line: { sender, payload: { symbol, action } } }) => {
    const people = reactions.get(symbol) ?? new Set();
    if (people.has(sender) === (action === 'given')) return 'again';
    if (action === 'given') reactions.set(symbol, people.add(sender));
    else if (people.delete(sender) && people.size === 0) reactions.delete(symbol);
    return null;
  },
};

/**
 * Puts the lines of a record together.
 *
 * @param {import('../evidence/result.js').LineResult[]} lines in their order
 * @returns {Map<number, Turn>} what became of each user's line, by positions
 */
export function threadOf(lines) {
  const turns = new Map();
  // Of lines before the record it is known at least whether they were taken back or removed in it.
  const absent = new Map();
  for (const line of lines) {
    if (line.sender === SERVER) continue;
    const turn = new Turn(line);
    turns.set(line.position, turn);
    if (!line.payload) continue;
    if (DEEDS[line.kind]) turn.idle = whyIdle(turn, turns, absent);
    else if (line.kind === 'read/1') turn.idle = DISBELIEVED[line.state] ?? null;
  }
  return turns;
}

function whyIdle(turn, turns, absent) {
  const { kind, state, position, payload } = turn.line;
  const disbelieved = DISBELIEVED[state];
  if (disbelieved === 'failed') return disbelieved;
  const about = payload.about.position;
  const isHere = turns.has(about);
  if (!isHere && !absent.has(about)) absent.set(about, new Turn({ position: about, kind: null, payload: null }));
  const other = turns.get(about) ?? absent.get(about);
  // Whoever had stolen a key could otherwise put other words into what its owner had said before.
  if (disbelieved) {
    other.doubted.push(position);
    return disbelieved;
  }
  const idle = DEEDS[kind](other, turn);
  return isHere || idle === 'late' ? idle : 'absent';
}

/**
 * What a reply answers, for the line above it.
 *
 * @param {Map<number, Turn>} thread
 * @param {import('../evidence/result.js').LineResult} line
 * @returns {{position: number, line: import('../evidence/result.js').LineResult | null, quote: string | null,
 *     isCut: boolean, isTakenBack: boolean, isRemoved: boolean, isEditedSince: boolean} | null} the line is null if it is not in this record,
 *     the quote if there is nothing to be quoted; null for a line that is no reply
 */
export function answered(thread, { kind, payload }) {
  if (kind !== 'reply/1' || !payload) return null;
  const { position } = payload.about;
  const turn = thread.get(position);
  const isTakenBack = Boolean(turn) && turn.takenBack !== null;
  const isRemoved = Boolean(turn?.removal);
  const found = { position, line: turn?.line ?? null, quote: null, isCut: false, isTakenBack, isRemoved, isEditedSince: false };
  if (!turn || isHidden(turn)) return found;
  const last = turn.versions.at(-1);
  if (!last) return found;
  const characters = Array.from((last.text || last.file?.name || '').trim().replace(/\s+/g, ' '));
  return {
    ...found,
    quote: characters.slice(0, QUOTED).join('').trimEnd(),
    isCut: characters.length > QUOTED,
    isEditedSince: turn.versions.length > 1 && last.position > payload.after,
  };
}

/**
 * Who has read how far, as they say themselves. Of each person the furthest counts: who has two devices and says less on
 * the other one has not read less.
 *
 * @param {Map<number, Turn>} thread
 * @returns {Array<{name: string, upTo: number, position: number, at: string}>} the furthest first; position and time are
 *     those of the line that says so
 */
export function readersOf(thread) {
  const readers = new Map();
  for (const { line, idle } of thread.values()) {
    const { kind, sender, position, receivedAt, payload } = line;
    if (kind !== 'read/1' || !payload || idle) continue;
    const before = readers.get(sender);
    if (before && before.upTo >= payload.after) continue;
    readers.set(sender, { name: sender, upTo: payload.after, position, at: receivedAt });
  }
  return [...readers.values()].sort((a, b) => b.upTo - a.upTo || (a.name < b.name ? -1 : 1));
}
