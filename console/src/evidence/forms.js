import { fromBase64 } from './bytes.js';
import { insist } from './errors.js';

/** The room of the server's audit log, and its id (PROTOCOL.md 9.4). */
export const AUDIT = '@audit';
export const AUDIT_ID = '00000000-0000-8000-8000-006175646974';

/** The sender of what the server says. */
export const SERVER = '@server';

/** The greatest counter. */
export const MOST = Number.MAX_SAFE_INTEGER;

const NAME = /^[a-z0-9][a-z0-9._+-]*(?:@[a-z0-9._+-]*[a-z0-9])?$/;
const ROOM = /^(?:[a-z0-9][a-z0-9._-]{0,63}|classic:[0-9a-f]{16}:[0-9a-f]{16})$/;
const TIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.[0-9]{3}Z$/;
const RANGE = /^([1-9][0-9]{0,15})(?:-([1-9][0-9]{0,15}))?$/;

// In a pattern, $ without the flag m is the end of the text and nothing else: no line feed passes.

/** @param {string} text */
export const isName = (text) => text.length <= 128 && NAME.test(text);

/** @param {string} text */
export const isSender = (text) => text === SERVER || isName(text);

/** Whether a value of JSON is a list of usernames that rise, none twice. @param {unknown} value */
export const isRisingNames = (value) =>
  Array.isArray(value) &&
  value.every((name, i) => typeof name === 'string' && isName(name) && (i === 0 || value[i - 1] < name));

/** What can be given to a message, such as an emoji (PROTOCOL.md 8.2). @param {string} text */
export const isSymbol = (text) => text.length >= 1 && text.length <= 32 && !/[\u0000-\u0020\u007f-\u009f]/.test(text);

/** A plain name of a file (PROTOCOL.md 8.2). @param {string} text */
export const isFileName = (text) =>
  text.length >= 1 && text.length <= 200 && text !== '.' && text !== '..' && !/[\u0000-\u001f\u007f-\u009f/\\"]/.test(text);

/** What the author of a file says that it is. @param {string} text */
export const isMediaType = (text) => text.length <= 127 && /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/.test(text);

/**
 * Tests texts without control characters.
 *
 * @param {number} least UTF-16 code units
 * @param {number} most
 * @returns {(text: string) => boolean}
 */
export const isPrintable = (least, most) => (text) =>
  text.length >= least && text.length <= most && !/[\u0000-\u001f\u007f-\u009f]/.test(text);

/** @param {string} text */
export const isHash = (text) => /^[0-9a-f]{64}$/.test(text);

/** @param {string} text */
export const isUuid = (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** @param {string} room */
export const isClassic = (room) => room.startsWith('classic:');

/** @param {string} text */
export function isRoom(text) {
  if (!text.startsWith('dm:')) return ROOM.test(text);
  const people = text.slice(3).split(':');
  return people.length === 2 && people.every(isName) && people[0] <= people[1];
}

/** A moment that exists, from 1970 to 9999 (PROTOCOL.md 1). @param {string} text */
export function isTime(text) {
  const found = TIME.exec(text);
  if (!found) return false;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1970 && day >= 1 && day <= days && hour <= 23 && minute <= 59 && second <= 59;
}

/** @param {string} text @param {number} length in bytes */
export const isBase64Of = (text, length) => fromBase64(text)?.length === length;

/** @param {string} text @param {number} most in bytes */
export const isBase64UpTo = (text, most) => (fromBase64(text)?.length ?? Infinity) <= most;

/**
 * Positions such as `3,5-9,12`: they rise, and what touches is one range (PROTOCOL.md 9.3).
 *
 * @param {string} text
 * @param {number} most characters
 * @returns {Array<[number, number]>} the first and the last of each range
 */
export function positions(text, most) {
  insist(text.length > 0 && text.length <= most, 'positions are empty or too many');
  const ranges = [];
  let before = -1;
  for (const part of text.split(',')) {
    const found = RANGE.exec(part);
    insist(found, 'no position');
    const first = Number(found[1]);
    const last = Number(found[2] ?? found[1]);
    insist(last <= MOST && (found[2] === undefined || last > first), 'no range of positions');
    insist(first > before + 1, 'positions do not rise, or touch');
    before = last;
    ranges.push([first, last]);
  }
  return ranges;
}

/**
 * Whether ranges that rise hold a position.
 *
 * @param {Array<[number, number]>} ranges
 * @param {number} position
 */
export function holds(ranges, position) {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ranges[middle][1] < position) low = middle + 1;
    else if (ranges[middle][0] > position) high = middle - 1;
    else return true;
  }
  return false;
}

/** Lower case as the protocol has it: A to Z, and no other letter. @param {string} text */
export const lower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
