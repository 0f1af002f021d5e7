import { equal, fromUtf8, latin1, toHex } from './bytes.js';
import { Der, isPositive, oid, only } from './der.js';
import { insist, Malformed } from './errors.js';
import { lower } from './forms.js';
import { ALGORITHMS, PublicKey } from './keys.js';
import { sha256Hex } from './sha256.js';

// Certificates and lists by the profile of PROTOCOL.md 6.1 to 6.4, which is much smaller than RFC 5280.

const EXTENSION = Object.fromEntries(
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
const UNDERSTOOD = new Set(
  ['usage', 'alternativeNames', 'constraints', 'policies', 'purposes'].map((name) => EXTENSION[name]),
);
const CONSTRAINING = new Set(
  ['nameConstraints', 'policyMappings', 'policyConstraints', 'inhibitAnyPolicy'].map((name) => EXTENSION[name]),
);
const PURPOSES = new Map(
  [
    ['1', 'server'],
    ['2', 'client'],
    ['4', 'mail'],
    ['36', 'documents'],
  ].map(([number, purpose]) => [oid('1.3.6.1.5.5.7.3.' + number), purpose]),
);
const UPN = oid('1.3.6.1.4.1.311.20.2.3');
const COMMON_NAME = oid('2.5.4.3');

/** @param {Der} element an Extension */
function extension(element) {
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
function firstOf(data) {
  const element = new Der(data);
  return [element, data.subarray(element.end)];
}

/** The names of a distributionPoint [0] that is a fullName [0]; another form has none. @param {Uint8Array} data */
function fullNames(data) {
  if (data.length === 0) return [];
  const [name, behind] = firstOf(data);
  return behind.length || name.tag !== 0xa0 ? [] : name.children().map((one) => toHex(one.whole));
}

/** Of a certificate: the names of the points that are for all reasons and its own issuer. @param {Uint8Array} content */
function distributionPoints(content) {
  const names = [];
  for (const point of only(content).children(0x30)) {
    const body = point.wanted(0x30);
    if (body.length === 0) continue;
    const [name, behind] = firstOf(body);
    if (name.tag === 0xa0 && behind.length === 0) names.push(...fullNames(name.body));
  }
  return names;
}

/** What certificates and lists have in common: contents, algorithm, signature. */
class Signed {
  /** @param {Uint8Array} data DER */
  constructor(data) {
    this.data = data;
    this.hash = sha256Hex(data);
    const parts = only(data).children(0x30);
    insist(parts.length === 3, 'not three parts');
    const bits = parts[2].wanted(3);
    insist(bits[0] === 0, 'a signature of single bits');
    this.contents = parts[0];
    this.parts = parts[0].children(0x30);
    this.algorithm = toHex(parts[1].wanted(0x30));
    this.signature = bits.subarray(1);
  }

  /** @param {number} index */
  part(index) {
    insist(this.parts[index], 'a part is missing');
    return this.parts[index];
  }

  /** The algorithm is named inside as well, byte for byte. @param {Der} inner */
  insistOnAlgorithm(inner) {
    insist(toHex(inner.wanted(0x30)) === this.algorithm, 'signed in another way than it says');
  }

  get isWellSigned() {
    return ALGORITHMS.has(this.algorithm);
  }

  /** Whether this key has made the signature. @param {PublicKey} key */
  isSignedBy(key) {
    return key.issued(this.algorithm, this.contents.whole, this.signature);
  }
}

/** One certificate in DER; what it states, and whether it is within the profile. */
export class Certificate extends Signed {
  /**
   * @param {Uint8Array} data
   * @throws {Malformed} if it is none
   */
  constructor(data) {
    super(data);
    const version = this.part(0).wanted(0xa0);
    insist(equal(version, new Uint8Array([2, 1, 2])), 'not version 3');
    const serial = this.part(1).wanted(2);
    this.serial = toHex(serial);
    this.hasOddSerial = !isPositive(serial) || serial.length > 20;
    this.insistOnAlgorithm(this.part(2));
    insist(this.part(3).tag === 0x30 && this.part(5).tag === 0x30, 'malformed name');
    this.issuer = toHex(this.part(3).whole);
    this.subject = toHex(this.part(5).whole);
    this.isInProfile = this.part(3).body.length > 0;
    const times = this.part(4).children(0x30);
    insist(times.length === 2, 'malformed validity');
    [this.begins, this.ends] = times.map((time) => time.moment());
    this.key = new PublicKey(this.part(6));

    this.isAuthority = false;
    /** Issuers that may stand below this one. @type {bigint | null} */
    this.pathLength = null;
    /** Whether it may sign documents; null without a key usage. @type {boolean | null} */
    this.signsDocuments = null;
    this.signsCertificates = true;
    this.signsLists = true;
    /** @type {Set<string> | null} */
    this.purposes = null;
    /** @type {Array<{kind: 'uri' | 'user' | 'cn' | 'email' | 'upn' | 'dns', name: string}>} */
    this.names = [];
    /** Whether it has a name that is for users alone. */
    this.isForUsers = false;
    /** @type {string[]} */
    this.points = [];
    this.#readSubject();
    insist(this.parts.length <= 8, 'a part too many');
    if (this.parts.length === 8) this.#readExtensions(this.parts[7]);
  }

  #readSubject() {
    for (const set of this.part(5).children()) {
      for (const attribute of set.children(0x31)) {
        const parts = attribute.children(0x30);
        insist(parts.length >= 2, 'malformed name');
        const [kind, value] = parts;
        const isText = value.tag === 0x0c || value.tag === 0x13;
        if (toHex(kind.wanted(6)) === COMMON_NAME && isText) this.#state('cn', value.body);
      }
    }
  }

  /** @param {Der} part */
  #readExtensions(part) {
    const lists = part.children(0xa3);
    insist(lists.length === 1, 'malformed extensions');
    const seen = new Set();
    for (const each of lists[0].children(0x30)) {
      const { name, critical, content } = extension(each);
      insist(!seen.has(name), 'an extension is there twice');
      seen.add(name);
      this.#readExtension(name, content);
      if ((critical && !UNDERSTOOD.has(name)) || CONSTRAINING.has(name)) this.isInProfile = false;
    }
  }

  /** @param {string} name @param {Uint8Array} content */
  #readExtension(name, content) {
    switch (name) {
      case EXTENSION.constraints:
        this.#readConstraints(only(content).children(0x30));
        break;
      case EXTENSION.usage: {
        const bits = only(content).wanted(3)[1] ?? 0;
        this.signsDocuments = bits >= 0x80;
        this.signsCertificates = (bits & 4) !== 0;
        this.signsLists = (bits & 2) !== 0;
        break;
      }
      case EXTENSION.purposes:
        this.purposes = new Set(
          only(content)
            .children(0x30)
            .map((purpose) => PURPOSES.get(toHex(purpose.wanted(6))) ?? 'other'),
        );
        break;
      case EXTENSION.alternativeNames:
        for (const alternative of only(content).children(0x30)) this.#readName(alternative);
        break;
      case EXTENSION.points:
        this.points = pointsOrNone(content);
        break;
      default:
    }
  }

  /** @param {Der[]} parts */
  #readConstraints(parts) {
    if (parts[0]?.tag === 1) {
      const flag = toHex(parts.shift().body);
      insist(flag === '00' || flag === 'ff', 'malformed basicConstraints');
      this.isAuthority = flag === 'ff';
    }
    if (parts.length === 0) return;
    insist(parts.length === 1, 'malformed basicConstraints');
    const [length] = parts;
    this.pathLength = toHex(length.wanted(2)) === '00' ? 0n : length.positive();
    if (!this.isAuthority) this.isInProfile = false;
  }

  /** @param {Der} name a GeneralName */
  #readName(name) {
    if (name.tag === 0x81) {
      this.isForUsers = true;
      this.#state('email', name.body);
    } else if (name.tag === 0x82) {
      this.#state('dns', name.body);
    } else if (name.tag === 0x86) {
      const uri = latin1(name.body);
      this.names.push({ kind: 'uri', name: uri });
      if (lower(uri.slice(0, 16)) === 'securechat:user:') {
        this.isForUsers = true;
        this.#state('user', name.body.subarray(16));
      }
    } else if (name.tag === 0xa0) {
      const parts = name.children();
      insist(parts.length === 2, 'malformed otherName');
      if (toHex(parts[0].wanted(6)) !== UPN) return;
      this.isForUsers = true;
      const values = parts[1].children(0xa0);
      insist(values.length === 1, 'malformed otherName');
      if (values[0].tag === 0x0c) this.#state('upn', values[0].body);
    }
  }

  #state(kind, value) {
    this.names.push({ kind, name: lower(latin1(value)) });
  }

  /** By which kinds of name it states a user. @param {string} user */
  kindsOf(user) {
    return this.names
      .filter(({ kind, name }) => name === user && kind !== 'dns' && kind !== 'uri')
      .map(({ kind }) => kind);
  }

  /** Whether it states this server of receipts. @param {string} server */
  isOfServer(server) {
    return this.names.some(
      ({ kind, name }) =>
        (kind === 'dns' && name === lower(server)) || (kind === 'uri' && name === 'securechat:server:' + server),
    );
  }

  /** @param {string} first @param {string} last */
  isValid(first, last) {
    return this.begins <= first && last <= this.ends;
  }

  /**
   * Whether it may issue certificates with so many issuers below it.
   *
   * @param {number} below
   * @param {boolean} trusted whether it is an authority that was given
   */
  mayIssue(below, trusted) {
    return (
      this.isAuthority &&
      this.signsCertificates &&
      this.key.kind !== 'other' &&
      this.isInProfile &&
      (this.pathLength === null || BigInt(below) <= this.pathLength) &&
      (trusted || (this.isWellSigned && !this.hasOddSerial && this.subject !== this.issuer))
    );
  }

  /**
   * Whether it is one for this purpose, names and times aside.
   *
   * @param {'client' | 'receipt' | 'classic'} purpose
   */
  isFor(purpose) {
    const has = (...purposes) => purposes.some((each) => this.purposes?.has(each));
    const good =
      !this.isAuthority &&
      this.isInProfile &&
      !this.hasOddSerial &&
      this.isWellSigned &&
      ['ed25519', 'p256', 'p384', 'rsa'].includes(this.key.kind);
    if (!good) return false;
    if (purpose === 'classic') return this.signsDocuments !== false && (this.purposes === null || has('client'));
    if (purpose === 'client') return this.signsDocuments === true && has('client');
    return this.signsDocuments === true && has('mail', 'documents') && !has('client', 'server') && !this.isForUsers;
  }

  /** The subject, as RFC 2253 writes it. */
  get subjectText() {
    return nameText(this.part(5));
  }

  /** The issuer, as RFC 2253 writes it. */
  get issuerText() {
    return nameText(this.part(3));
  }
}

/** @param {Uint8Array} content */
function pointsOrNone(content) {
  try {
    return distributionPoints(content);
  } catch (fault) {
    if (fault instanceof Malformed) return [];
    throw fault;
  }
}

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
    this.issuerName = parts[1];
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

  /** @param {Der} element */
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

  /** Whether it is for such a certificate (RFC 5280, 6.3.3). @param {Certificate} certificate */
  isFor(certificate) {
    if (this.holders !== 'all' && (this.holders === 'issuers') !== certificate.isAuthority) return false;
    return this.points === null || this.points.some((point) => certificate.points.includes(point));
  }

  /** The issuer, as RFC 2253 writes it. */
  get issuerText() {
    return nameText(this.issuerName);
  }
}

/** Whether it has the outline of one certificate; what is in it does not matter. @param {Uint8Array} data */
export function isOutlineOfCertificate(data) {
  try {
    const tags = only(data)
      .children(0x30)
      .map((part) => part.tag);
    return tags.join() === [0x30, 0x30, 3].join();
  } catch (fault) {
    if (fault instanceof Malformed) return false;
    throw fault;
  }
}

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

/** @param {Der} name a Name that was read before */
function nameText(name) {
  try {
    return name
      .children()
      .map((set) =>
        set
          .children()
          .map((attribute) => attributeText(...attribute.children()))
          .join('+'),
      )
      .reverse()
      .join(',');
  } catch (fault) {
    if (fault instanceof Malformed) return '';
    throw fault;
  }
}

/** @param {Der} kind @param {Der} value */
function attributeText(kind, value) {
  insist(kind && value, 'malformed name');
  const keyword = KEYWORDS.get(toHex(kind.body));
  const text = keyword === undefined ? null : textOf(value);
  if (text === null) return `${keyword ?? dotted(kind.body)}=#${toHex(value.whole)}`;
  return `${keyword}=${text.replace(/[,+"\\<>;=]|^[# ]| $/g, '\\$&')}`;
}

/** @param {Der} value */
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
