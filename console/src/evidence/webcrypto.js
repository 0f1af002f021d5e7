import { Unsupported } from './errors.js';
import { sha256 } from './sha256.js';

/**
 * The browser's cryptography.
 *
 * @returns {SubtleCrypto}
 * @throws {Unsupported} where there is none
 */
export function subtle() {
  const found = globalThis.crypto?.subtle;
  if (!found) {
    throw new Unsupported('This browser offers no WebCrypto here, so nothing can be verified. It needs a page by https.');
  }
  return found;
}

/**
 * @param {'SHA-256' | 'SHA-384' | 'SHA-512'} hash
 * @param {Uint8Array} data
 */
export async function digest(hash, data) {
  return hash === 'SHA-256' ? sha256(data) : new Uint8Array(await subtle().digest(hash, data));
}
