import { toHex } from './bytes.js';
import { only } from './der.js';
import { insist } from './errors.js';
import { ALGORITHMS } from './keys.js';
import { sha256Hex } from './sha256.js';

/** What certificates and lists have in common: contents, algorithm, signature. */
export class Signed {
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

  /** The algorithm is named inside as well, byte for byte. @param {import('./der.js').Der} inner */
  insistOnAlgorithm(inner) {
    insist(toHex(inner.wanted(0x30)) === this.algorithm, 'signed in another way than it says');
  }

  get isWellSigned() {
    return ALGORITHMS.has(this.algorithm);
  }

  /** Whether this key has made the signature. @param {import('./keys.js').PublicKey} key */
  isSignedBy(key) {
    return key.issued(this.algorithm, this.contents.whole, this.signature);
  }
}
