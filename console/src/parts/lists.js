import { derOf } from './certificate-file.js';
import { Choice } from './choice.js';

/** States of a revocation list: `[kind of badge, word, what it means]`. */
export const LIST_STATES = {
  current: ['good', 'current', 'It counts.'],
  ends_soon: ['warn', 'ends soon', 'It counts. Without a newer one, nobody with a certificate of this authority logs in after its end.'],
  ended: ['bad', 'ended', 'It no longer counts: a newer one is needed.'],
  not_yet: ['warn', 'not yet', 'Its time has not begun, so it does not count yet.'],
  refuses_only: ['plain', 'refuses only', 'What it names is refused, but it stands for no complete list.'],
  unusable: ['bad', 'unusable', 'It does not count.'],
  unknown_issuer: ['warn', 'unknown issuer', 'No authority known here has signed it, so it does not count.'],
};

export const SOURCES = {
  file: 'file',
  upload: 'uploaded',
  distribution_point: 'fetched from the authority',
};

/** How many bytes of a list the server takes. */
export const MOST_BYTES = 10 * 1024 * 1024;

/** The bytes of a file as they are, if there is a list in them: an authority's certificate may stand beside it. */
export function listOf(bytes) {
  if (bytes.length > MOST_BYTES) throw new Choice('The file is larger than 10 MiB, which the server does not take.');
  derOf(bytes, 'X509 CRL');
  return bytes;
}
