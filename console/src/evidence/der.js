import { latin1, toNumber } from './bytes.js';
import { insist } from './errors.js';
import { isTime } from './forms.js';

/** One element of DER: definite lengths, as short as can be, and tags of one byte (PROTOCOL.md 6.1). */
export class Der {
  /**
   * @param {Uint8Array} data
   * @param {number} [start] where the element begins
   * @param {number} [limit] where it has ended at the latest
   */
  constructor(data, start = 0, limit = data.length) {
    insist(start + 2 <= limit, 'DER that is cut short');
    this.data = data;
    this.start = start;
    this.tag = data[start];
    insist((this.tag & 31) !== 31, 'a tag of several bytes');
    let length = data[start + 1];
    let at = start + 2;
    if (length >= 128) {
      const count = length - 128;
      insist(count >= 1 && count <= 4 && at + count <= limit, 'a length that DER does not have');
      length = 0;
      for (let i = 0; i < count; i++) length = length * 256 + data[at + i];
      insist(length >= 128 && (count === 1 || data[at] !== 0), 'a length that DER does not have');
      at += count;
    }
    this.at = at;
    this.end = at + length;
    insist(this.end <= limit, 'DER that is cut short');
  }

  /** With tag and length. */
  get whole() {
    return this.data.subarray(this.start, this.end);
  }

  get body() {
    return this.data.subarray(this.at, this.end);
  }

  /** @param {number} [tag] that this element has to have @returns {Der[]} */
  children(tag) {
    insist(tag === undefined || this.tag === tag, 'another element than expected');
    const found = [];
    for (let at = this.at; at < this.end; at = found.at(-1).end) found.push(new Der(this.data, at, this.end));
    return found;
  }

  /** The contents, if it has this tag. @param {number} tag */
  wanted(tag) {
    insist(this.tag === tag, 'another element than expected');
    return this.body;
  }

  /** A UTCTime or GeneralizedTime, in the form of timestamps. */
  moment() {
    insist(this.tag === 0x17 || this.tag === 0x18, 'no time');
    let text = latin1(this.body);
    insist(this.tag === 0x17 ? /^[0-9]{12}Z$/.test(text) : /^[0-9]{14}Z$/.test(text), 'no time');
    if (this.tag === 0x17) text = (text < '5' ? '20' : '19') + text;
    const [year, ...rest] = [text.slice(0, 4), ...[4, 6, 8, 10, 12].map((i) => text.slice(i, i + 2))];
    const time = `${year}-${rest[0]}-${rest[1]}T${rest[2]}:${rest[3]}:${rest[4]}.000Z`;
    insist(isTime(time), 'a time that does not exist');
    return time;
  }

  /** A positive INTEGER, as short as can be. */
  positive() {
    const body = this.wanted(2);
    insist(isPositive(body), 'no positive integer as short as can be');
    return toNumber(body);
  }
}

/** @param {Uint8Array} body of an INTEGER */
export const isPositive = (body) =>
  body.length > 0 && body[0] < 128 && body.some(Boolean) && (body[0] > 0 || body.length === 1 || body[1] >= 128);

/** The one element that some bytes are. @param {Uint8Array} data */
export function only(data) {
  const element = new Der(data);
  insist(element.end === data.length, 'more than one element');
  return element;
}

/** The contents of an OBJECT IDENTIFIER, in hexadecimal. @param {string} text such as `2.5.4.3` */
export function oid(text) {
  const [first, second, ...rest] = text.split('.').map(Number);
  const hex = (byte) => byte.toString(16).padStart(2, '0');
  let body = hex(first * 40 + second);
  for (let number of rest) {
    let septets = hex(number % 128);
    for (number = Math.floor(number / 128); number > 0; number = Math.floor(number / 128)) {
      septets = hex((number % 128) | 128) + septets;
    }
    body += septets;
  }
  return body;
}

/** A short element, in hexadecimal. @param {number} tag @param {...string} contents in hexadecimal */
export function tlv(tag, ...contents) {
  const body = contents.join('');
  return [tag, body.length / 2].map((byte) => byte.toString(16).padStart(2, '0')).join('') + body;
}

/** The certificates or lists of a file: DER, or PEM with labels. @param {Uint8Array} data @param {string} label */
export function fromPem(data, label) {
  const text = latin1(data);
  if (!text.includes('-----BEGIN ' + label + '-----')) return [data];
  const found = [];
  const pattern = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'g');
  for (const [, body] of text.matchAll(pattern)) {
    const bytes = globalThis.atob(body.replace(/\s/g, ''));
    found.push(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)));
  }
  return found;
}
