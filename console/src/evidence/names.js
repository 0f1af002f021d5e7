import { fromUtf8, latin1, toHex } from './bytes.js';
import { oid } from './der.js';
import { insist, readOr } from './errors.js';

const KEYWORDS = new Map(
  [
    ['2.5.4.3', 'CN'],
    ['2.5.4.6', 'C'],
    ['2.5.4.7', 'L'],
    ['2.5.4.8', 'ST'],
    ['2.5.4.9', 'STREET'],
    ['2.5.4.10', 'O'],
    ['2.5.4.11', 'OU'],
    ['0.9.2342.19200300.100.1.1', 'UID'],
    ['0.9.2342.19200300.100.1.25', 'DC'],
  ].map(([number, keyword]) => [oid(number), keyword]),
);

/** A name as RFC 2253 writes it; empty if it cannot be read. @param {import('./der.js').Der} name */
export function nameText(name) {
  const ofSet = (set) =>
    set
      .children()
      .map((attribute) => attributeText(...attribute.children()))
      .join('+');
  return readOr(
    () => name.children().map(ofSet).reverse().join(','),
    () => '',
  );
}

/** @param {import('./der.js').Der} kind @param {import('./der.js').Der} value */
function attributeText(kind, value) {
  insist(kind && value, 'malformed name');
  const keyword = KEYWORDS.get(toHex(kind.body));
  const text = keyword === undefined ? null : textOf(value);
  if (text === null) return `${keyword ?? dotted(kind.body)}=#${toHex(value.whole)}`;
  return `${keyword}=${text.replace(/[,+"\\<>;=]|^[# ]| $/g, '\\$&')}`;
}

/** @param {import('./der.js').Der} value */
function textOf(value) {
  if (value.tag === 0x0c) return fromUtf8(value.body);
  if ([0x13, 0x14, 0x16].includes(value.tag)) return latin1(value.body);
  if (value.tag !== 0x1e) return null;
  let text = '';
  for (let i = 0; i + 1 < value.body.length; i += 2) {
    text += String.fromCharCode((value.body[i] << 8) | value.body[i + 1]);
  }
  return text;
}

/** @param {Uint8Array} body of an OBJECT IDENTIFIER */
function dotted(body) {
  const numbers = [];
  let number = 0n;
  for (const byte of body) {
    number = (number << 7n) | BigInt(byte & 127);
    if (byte & 128) continue;
    numbers.push(number);
    number = 0n;
  }
  const first = numbers.shift() ?? 0n;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [top, first - 40n * top, ...numbers].join('.');
}
