import { toHex } from './bytes.js';
import { Der, oid } from './der.js';
import { insist } from './errors.js';

/** The extensions of certificates, lists and entries that are looked at, by their identifiers. */
export const EXTENSION = Object.fromEntries(
  [
    ['usage', '15'],
    ['alternativeNames', '17'],
    ['constraints', '19'],
    ['number', '20'],
    ['reason', '21'],
    ['invalidityDate', '24'],
    ['delta', '27'],
    ['issuingPoint', '28'],
    ['certificateIssuer', '29'],
    ['nameConstraints', '30'],
    ['points', '31'],
    ['policies', '32'],
    ['policyMappings', '33'],
    ['authorityKey', '35'],
    ['policyConstraints', '36'],
    ['purposes', '37'],
    ['inhibitAnyPolicy', '54'],
  ].map(([name, number]) => [name, oid('2.5.29.' + number)]),
);

/** @param {Der} element an Extension */
export function extension(element) {
  const [name, ...rest] = element.children(0x30);
  insist(name, 'malformed extension');
  const critical = rest[0]?.tag === 1;
  if (critical) {
    const { body } = rest.shift();
    insist(body.length === 1 && body[0] === 0xff, 'malformed extension');
  }
  insist(rest.length === 1, 'malformed extension');
  return { name: toHex(name.wanted(6)), critical, content: rest[0].wanted(4) };
}

/** The first element of some bytes, and what is behind it. @param {Uint8Array} data @returns {[Der, Uint8Array]} */
export function firstOf(data) {
  const element = new Der(data);
  return [element, data.subarray(element.end)];
}

/** The names of a distributionPoint [0] that is a fullName [0]; another form has none. @param {Uint8Array} data */
export function fullNames(data) {
  if (data.length === 0) return [];
  const [name, behind] = firstOf(data);
  return behind.length || name.tag !== 0xa0 ? [] : name.children().map((one) => toHex(one.whole));
}
