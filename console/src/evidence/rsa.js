import { concat, equal, fromHex, fromNumber, toNumber } from './bytes.js';
import { digest } from './webcrypto.js';

// RSA is computed here and not by WebCrypto: programs differ in the lengths and encodings that they let
// pass and in the exponents that they take, and with a public exponent it costs next to nothing.

/** What stands before a hash in a DigestInfo, with the NULL (RFC 8017, 9.2). */
const DIGEST_INFO = {
  'SHA-256': '3031300d060960864801650304020105000420',
  'SHA-384': '3041300d060960864801650304020205000430',
  'SHA-512': '3051300d060960864801650304020305000440',
};

function power(base, exponent, modulus) {
  let result = 1n;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

/** An RSA public key. */
export class RsaKey {
  /** @param {bigint} modulus @param {bigint} exponent */
  constructor(modulus, exponent) {
    this.modulus = modulus;
    this.exponent = exponent;
    this.bits = modulus.toString(2).length;
    this.length = Math.ceil(this.bits / 8);
  }

  /** What was signed, as a number; null if the signature is not as long as the modulus or not below it. */
  #opened(signature) {
    if (signature.length !== this.length) return null;
    const number = toNumber(signature);
    return number < this.modulus ? power(number, this.exponent, this.modulus) : null;
  }

  /**
   * RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2).
   *
   * @param {Uint8Array} message
   * @param {Uint8Array} signature
   * @param {'SHA-256' | 'SHA-384' | 'SHA-512'} hash
   */
  async verifiesPkcs1(message, signature, hash) {
    const opened = this.#opened(signature);
    if (opened === null) return false;
    const info = concat(fromHex(DIGEST_INFO[hash]), await digest(hash, message));
    const block = new Uint8Array(this.length).fill(0xff);
    block[0] = 0;
    block[1] = 1;
    block[this.length - info.length - 1] = 0;
    block.set(info, this.length - info.length);
    return toNumber(block) === opened;
  }

  /**
   * RSASSA-PSS (RFC 8017, 8.1.2) with MGF1 of the same hash and a salt of its length.
   *
   * @param {Uint8Array} message
   * @param {Uint8Array} signature
   * @param {'SHA-256' | 'SHA-384' | 'SHA-512'} hash
   */
  async verifiesPss(message, signature, hash) {
    const opened = this.#opened(signature);
    const length = Math.ceil((this.bits - 1) / 8);
    if (opened === null || opened >> BigInt(8 * length) !== 0n) return false;
    const block = fromNumber(opened, length);
    const hashed = await digest(hash, message);
    const at = length - hashed.length - 1;
    const inner = block.subarray(at, length - 1);
    const unused = 8 * length - (this.bits - 1);
    if (block[length - 1] !== 0xbc || block[0] >> (8 - unused) !== 0) return false;
    const data = await masked(block.subarray(0, at), inner, hash);
    data[0] &= 0xff >> unused;
    const salt = data.subarray(at - hashed.length);
    const padding = data.subarray(0, at - hashed.length);
    if (padding.at(-1) !== 1 || padding.subarray(0, -1).some(Boolean)) return false;
    return equal(await digest(hash, concat(new Uint8Array(8), hashed, salt)), inner);
  }
}

/** MGF1 of a seed, over some data. */
async function masked(data, seed, hash) {
  const result = data.slice();
  for (let at = 0, counter = 0; at < data.length; counter++) {
    for (const byte of await digest(hash, concat(seed, fromNumber(BigInt(counter), 4)))) {
      if (at < data.length) result[at++] ^= byte;
    }
  }
  return result;
}
