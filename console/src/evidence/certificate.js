import { equal, latin1, toHex } from './bytes.js';
import { isPositive, oid, only } from './der.js';
import { insist, readOr } from './errors.js';
import { EXTENSION, extension, firstOf, fullNames } from './extensions.js';
import { lower } from './forms.js';
import { PublicKey } from './keys.js';
import { nameText } from './names.js';
import { Signed } from './signed.js';

// The profile of PROTOCOL.md 6.1 to 6.4, which is much smaller than RFC 5280.

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

/** @param {Uint8Array} content */
const pointsOrNone = (content) =>
  readOr(
    () => distributionPoints(content),
    () => [],
  );

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

  /** @param {import('./der.js').Der} part */
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

  /** @param {import('./der.js').Der[]} parts */
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

  /** @param {import('./der.js').Der} name a GeneralName */
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

/** Whether it has the outline of one certificate; what is in it does not matter. @param {Uint8Array} data */
export function isOutlineOfCertificate(data) {
  return readOr(
    () => {
      const parts = only(data).children(0x30);
      return parts.map((part) => part.tag).join() === [0x30, 0x30, 3].join();
    },
    () => false,
  );
}
