import { toHex } from './bytes.js';
import { only } from './der.js';
import { insist } from './errors.js';
import { EXTENSION, extension, firstOf, fullNames } from './extensions.js';
import { Signed } from './signed.js';

/** One revocation list in DER. */
export class RevocationList extends Signed {
  /**
   * @param {Uint8Array} data
   * @throws {Malformed} if it is none
   */
  constructor(data) {
    super(data);
    const parts = [...this.parts];
    if (this.part(0).tag === 2) parts.shift();
    insist(parts.length >= 3, 'a part is missing');
    this.insistOnAlgorithm(parts[0]);
    insist(parts[1].tag === 0x30, 'malformed name');
    this.issuer = toHex(parts[1].whole);
    this.made = parts[2].moment();
    parts.splice(0, 3);
    /** Until when it is current. @type {string | null} */
    this.upcoming = null;
    /** From when on each serial number is revoked. @type {Map<string, string>} */
    this.entries = new Map();
    /** Whether it says all of what it is for, in a form that is understood. */
    this.isComplete = true;
    /** @type {'all' | 'users' | 'issuers' | null} */
    this.holders = 'all';
    /** The distribution points that it is for; null for all. @type {string[] | null} */
    this.points = null;
    if (parts[0]?.tag === 0x17 || parts[0]?.tag === 0x18) this.upcoming = parts.shift().moment();
    if (parts[0]?.tag === 0x30) for (const entry of parts.shift().children()) this.#readEntry(entry);
    if (parts.length === 0) return;
    insist(parts.length === 1, 'a part too many');
    const lists = parts[0].children(0xa0);
    insist(lists.length === 1, 'malformed extensions');
    for (const each of lists[0].children(0x30)) this.#readExtension(extension(each));
  }

  #readExtension({ name, critical, content }) {
    const isHarmless = !critical || name === EXTENSION.number || name === EXTENSION.authorityKey;
    if (name === EXTENSION.issuingPoint) this.#readIssuingPoint(content);
    else if (name === EXTENSION.delta || !isHarmless) this.isComplete = false;
  }

  /** Whom the list is for (RFC 5280, 5.2.5), in one of the forms that are understood. @param {Uint8Array} content */
  #readIssuingPoint(content) {
    const body = only(content).wanted(0x30);
    let rest = body;
    if (body[0] === 0xa0) {
      const [name, behind] = firstOf(body);
      this.points = fullNames(name.body);
      if (this.points.length === 0) {
        this.isComplete = false;
        return;
      }
      rest = behind;
    }
    if (rest.length) this.holders = { '8101ff': 'users', '8201ff': 'issuers' }[toHex(rest)] ?? null;
    if (body.length === 0 || this.holders === null) this.isComplete = false;
  }

  /** @param {import('./der.js').Der} element */
  #readEntry(element) {
    const [serial, time, ...more] = element.children(0x30);
    insist(serial && time && more.length <= 1, 'malformed entry');
    let since = time.moment();
    for (const each of more[0]?.children(0x30) ?? []) {
      const { name, critical, content } = extension(each);
      if (name === EXTENSION.invalidityDate) {
        const invalid = only(content).moment();
        if (invalid < since) since = invalid;
      } else if (name === EXTENSION.certificateIssuer || (critical && name !== EXTENSION.reason)) {
        this.isComplete = false;
      }
    }
    const number = toHex(serial.wanted(2));
    const before = this.entries.get(number);
    if (before !== undefined) this.isComplete = false;
    this.entries.set(number, before !== undefined && before < since ? before : since);
  }

  /** Whether it is for such a certificate (RFC 5280, 6.3.3). @param {import('./certificate.js').Certificate} certificate */
  isFor(certificate) {
    if (this.holders !== 'all' && (this.holders === 'issuers') !== certificate.isAuthority) return false;
    return this.points === null || this.points.some((point) => certificate.points.includes(point));
  }
}
