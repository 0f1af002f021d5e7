import { toHex } from '../evidence/bytes.js';
import { Choice } from './choice.js';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g;

const MOST = 256 * 1024;

/** Whether the bytes are one DER element, to their end: all that can be said without reading it. */
function isDer(bytes) {
  if (bytes.length < 4 || bytes[0] !== 0x30) return false;
  if (bytes[1] < 0x80) return bytes.length === 2 + bytes[1];
  const size = bytes[1] & 0x7f;
  if (size < 1 || size > 4 || bytes.length < 2 + size) return false;
  let length = 0;
  for (let i = 0; i < size; i++) length = length * 256 + bytes[2 + i];
  return bytes.length === 2 + size + length;
}

/**
 * The DER elements of a file: itself, or its PEM blocks of a kind. Nothing else of the file is kept, so that a key
 * that somebody has chosen by mistake stays where it was.
 *
 * @param {'CERTIFICATE' | 'X509 CRL'} kind
 * @returns {Uint8Array[]}
 */
export function derOf(bytes, kind) {
  const what = kind === 'CERTIFICATE' ? 'certificate' : 'revocation list';
  if (bytes.length > MOST * (kind === 'CERTIFICATE' ? 1 : 64)) throw new Choice(`The file is too large for a ${what}.`);
  if (isDer(bytes)) return [bytes];
  const blocks = [...new TextDecoder('latin1').decode(bytes).matchAll(BLOCK)];
  const found = blocks
    .filter(([, label]) => label === kind)
    .map(([, , text]) => {
      try {
        return Uint8Array.from(atob(text.replace(/\s/g, '')), (c) => c.charCodeAt(0));
      } catch {
        return new Uint8Array();
      }
    });
  if (found.length && found.every(isDer)) return found;
  if (blocks.some(([, label]) => label.endsWith('PRIVATE KEY'))) {
    throw new Choice(`This file holds a private key and no ${what}. It was not kept. Choose the ${what}.`);
  }
  throw new Choice(`This file holds no ${what}, neither PEM nor DER.`);
}

export const sha256 = async (bytes) => toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

/** A fingerprint in groups of four, to compare with one on paper. */
export const grouped = (hex) => hex.match(/.{1,4}/g).join(' ');
