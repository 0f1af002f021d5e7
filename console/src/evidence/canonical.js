import { fromUtf8 } from './bytes.js';
import { insist } from './errors.js';
import { isHash, isTime, isBase64Of, MOST } from './forms.js';

// What is signed has one text for one value (PROTOCOL.md 8.1). This reader knows that text alone, so
// that nothing has to be written again to be compared.

const MOST_LEVELS = 16;
const MOST_KEY = 64;
const SHORT = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', '\\': '\\' };
// A control character that has no short escape.
const WITHOUT_SHORT = /^u00(?:0[0-7bef]|1[0-9a-f])$/;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const DIGITS = /(?:0|[1-9][0-9]{0,15})/y;

/** An object's fields in their order: pairs of a key and a value. */
export class Members {
  /** @param {Array<[string, unknown]>} pairs */
  constructor(pairs) {
    this.pairs = pairs;
  }
}

class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  /** @param {string} text */
  take(text) {
    const there = this.text.startsWith(text, this.at);
    if (there) this.at += text.length;
    return there;
  }

  /** @param {RegExp} sticky */
  match(sticky) {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text);
    if (!found) return null;
    this.at += found[0].length;
    return found[0];
  }

  /** @param {number} level of the value, 1 for the whole document */
  value(level) {
    const next = this.text[this.at];
    if (next === '"') return this.string();
    if (next === '{' || next === '[') {
      insist(level <= MOST_LEVELS, 'nested too deep');
      return next === '{' ? this.object(level) : this.list(level);
    }
    if (this.take('true')) return true;
    if (this.take('false')) return false;
    const digits = this.match(DIGITS);
    insist(digits !== null && Number(digits) <= MOST && BigInt(digits) <= BigInt(MOST), 'not in its canonical form');
    return Number(digits);
  }

  object(level) {
    this.at++;
    const pairs = [];
    const keys = new Set();
    if (this.take('}')) return new Members(pairs);
    do {
      const key = this.string();
      insist(key.length <= MOST_KEY && !keys.has(key), 'a key that is too long, or there twice');
      keys.add(key);
      insist(this.take(':'), 'not in its canonical form');
      pairs.push([key, this.value(level + 1)]);
    } while (this.take(','));
    insist(this.take('}'), 'not in its canonical form');
    return new Members(pairs);
  }

  list(level) {
    this.at++;
    const values = [];
    if (this.take(']')) return values;
    do values.push(this.value(level + 1));
    while (this.take(','));
    insist(this.take(']'), 'not in its canonical form');
    return values;
  }

  string() {
    insist(this.take('"'), 'not in its canonical form');
    let value = this.match(PLAIN);
    while (this.take('\\')) {
      const letter = this.text[this.at];
      if (Object.hasOwn(SHORT, letter)) {
        value += SHORT[letter];
        this.at++;
      } else {
        const escape = this.text.slice(this.at, this.at + 5);
        insist(WITHOUT_SHORT.test(escape), 'not in its canonical form');
        value += String.fromCharCode(parseInt(escape.slice(1), 16));
        this.at += 5;
      }
      value += this.match(PLAIN);
    }
    insist(this.take('"'), 'not in its canonical form');
    return value;
  }
}

/**
 * Reads an object that is in its one canonical form.
 *
 * @param {Uint8Array} data
 * @param {number} [most] bytes
 * @returns {Fields}
 * @throws {Malformed} for all other bytes
 */
export function parse(data, most = 32768) {
  insist(data.length <= most, 'too long');
  const reader = new Reader(fromUtf8(data));
  const value = reader.value(1);
  insist(value instanceof Members && reader.at === reader.text.length, 'not one object');
  return new Fields(value);
}

/** The fields of an object, taken in the order in which they have to stand. */
export class Fields {
  /** @param {Members} members */
  constructor(members) {
    this.pairs = members.pairs;
    this.taken = 0;
  }

  get isAtEnd() {
    return this.taken === this.pairs.length;
  }

  /**
   * @param {string} name
   * @param {(value: any) => unknown} test
   */
  take(name, test) {
    const pair = this.pairs[this.taken++];
    insist(pair && pair[0] === name && test(pair[1]), name + ' is missing or malformed');
    return pair[1];
  }

  /**
   * @param {string} name
   * @param {(text: string) => unknown} [test]
   * @returns {string}
   */
  text(name, test = () => true) {
    return this.take(name, (value) => typeof value === 'string' && test(value));
  }

  /** @param {string} name @param {number} least @returns {number} */
  number(name, least) {
    return this.take(name, (value) => typeof value === 'number' && value >= least);
  }

  /** @param {string} name @returns {Fields} */
  object(name) {
    return new Fields(this.take(name, (value) => value instanceof Members));
  }

  /** @param {string} name */
  hash(name) {
    return this.text(name, isHash);
  }

  /** @param {string} name */
  time(name) {
    return this.text(name, isTime);
  }

  salt() {
    return this.text('salt', (text) => text.length === 24 && isBase64Of(text, 16));
  }

  end() {
    insist(this.isAtEnd, 'a field too many');
  }
}
