import { toHex } from './bytes.js';
import { only, oid, tlv } from './der.js';
import { ecdsa } from './ecdsa.js';
import { ed25519, isAcceptable } from './ed25519.js';
import { insist } from './errors.js';
import { RsaKey } from './rsa.js';

const EC = tlv(6, oid('1.2.840.10045.2.1'));
const ED25519 = tlv(6, oid('1.3.101.112'));
const RSA = tlv(6, oid('1.2.840.113549.1.1.1')) + '0500';
const CURVES = new Map([
  [EC + tlv(6, oid('1.2.840.10045.3.1.7')), { kind: 'p256', length: 65 }],
  [EC + tlv(6, oid('1.3.132.0.34')), { kind: 'p384', length: 97 }],
  [EC + tlv(6, oid('1.3.132.0.35')), { kind: 'p521', length: 133 }],
]);

/**
 * How certificates and lists may be signed, by all the bytes of the AlgorithmIdentifier's contents
 * (PROTOCOL.md 6.2).
 *
 * @type {Map<string, {scheme: 'ed25519' | 'ecdsa' | 'rsa' | 'pss', hash?: string}>}
 */
export const ALGORITHMS = new Map([[ED25519, { scheme: 'ed25519' }]]);
['SHA-256', 'SHA-384', 'SHA-512'].forEach((hash, i) => {
  ALGORITHMS.set(tlv(6, oid(`1.2.840.10045.4.3.${i + 2}`)), { scheme: 'ecdsa', hash });
  ALGORITHMS.set(tlv(6, oid(`1.2.840.113549.1.1.${i + 11}`)) + '0500', { scheme: 'rsa', hash });
  for (const none of ['', '0500']) {
    const digest = tlv(0x30, tlv(6, oid(`2.16.840.1.101.3.4.2.${i + 1}`)), none);
    const mask = tlv(0x30, tlv(6, oid('1.2.840.113549.1.1.8')), digest);
    const salt = tlv(2, (16 * (i + 2)).toString(16));
    const parameters = tlv(0x30, tlv(0xa0, digest), tlv(0xa1, mask), tlv(0xa2, salt));
    ALGORITHMS.set(tlv(6, oid('1.2.840.113549.1.1.10')) + parameters, { scheme: 'pss', hash });
  }
});

/** A certificate's public key. It is made ready when it first verifies something. */
export class PublicKey {
  /** @type {Promise<(message: Uint8Array, signature: Uint8Array, hash?: string) => Promise<boolean>> | undefined} */
  #curve;

  /** @param {import('./der.js').Der} info a SubjectPublicKeyInfo */
  constructor(info) {
    const parts = info.children(0x30);
    insist(parts.length === 2 && parts[1].wanted(3)[0] === 0, 'malformed key');
    const algorithm = toHex(parts[0].wanted(0x30));
    /** @type {'ed25519' | 'p256' | 'p384' | 'p521' | 'rsa' | 'other'} */
    this.kind = 'other';
    this.bytes = parts[1].body.subarray(1);
    const curve = CURVES.get(algorithm);
    if (algorithm === ED25519) {
      if (isAcceptable(this.bytes)) this.kind = 'ed25519';
    } else if (curve) {
      if (this.bytes.length === curve.length && this.bytes[0] === 4) this.kind = curve.kind;
    } else if (algorithm === RSA) {
      const numbers = only(this.bytes).children(0x30);
      insist(numbers.length === 2, 'malformed key');
      const [modulus, exponent] = numbers.map((number) => number.positive());
      this.rsa = new RsaKey(modulus, exponent);
      const isExponent = exponent > 1n && (exponent & 1n) === 1n && exponent < 1n << 64n;
      if (this.rsa.bits >= 2048 && this.rsa.bits <= 8192 && isExponent) this.kind = 'rsa';
    }
  }

  /** As people call it. */
  get words() {
    const name = { ed25519: 'Ed25519', p256: 'P-256', p384: 'P-384', p521: 'P-521', other: 'another kind of key' };
    return this.kind === 'rsa' ? `RSA, ${this.rsa.bits} bits` : name[this.kind];
  }

  #onCurve(message, signature, hash) {
    this.#curve ??= this.kind === 'ed25519' ? ed25519(this.bytes) : ecdsa(this.kind, this.bytes);
    return this.#curve.then((verifies) => verifies(message, signature, hash));
  }

  /**
   * What is signed in a record: raw, by the one scheme of the key's kind (PROTOCOL.md 3.8).
   *
   * @param {Uint8Array} message
   * @param {Uint8Array} signature
   * @returns {Promise<boolean>}
   */
  async verifies(message, signature) {
    if (this.kind === 'rsa') return this.rsa.verifiesPss(message, signature, 'SHA-256');
    return ['ed25519', 'p256', 'p384'].includes(this.kind) && this.#onCurve(message, signature);
  }

  /**
   * What an authority has signed.
   *
   * @param {string} algorithm the contents of the AlgorithmIdentifier, in hexadecimal
   * @param {Uint8Array} message
   * @param {Uint8Array} signature
   * @returns {Promise<boolean>}
   */
  async issued(algorithm, message, signature) {
    const { scheme, hash } = ALGORITHMS.get(algorithm) ?? {};
    if (scheme === 'rsa' && this.kind === 'rsa') return this.rsa.verifiesPkcs1(message, signature, hash);
    if (scheme === 'pss' && this.kind === 'rsa') return this.rsa.verifiesPss(message, signature, hash);
    const fits = scheme === 'ecdsa' ? /^p\d+$/.test(this.kind) : scheme === 'ed25519' && this.kind === scheme;
    return fits && this.#onCurve(message, signature, hash);
  }

  /** As clients of the classic profile sign. @param {Uint8Array} message @param {Uint8Array} signature */
  async verifiesClassic(message, signature) {
    return this.kind === 'rsa' && this.rsa.verifiesPkcs1(message, signature, 'SHA-256');
  }
}
