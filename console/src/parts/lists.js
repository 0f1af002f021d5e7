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

/** Why bytes cannot be a list, before the server is asked; null if they could be one. */
export function faultOfList(bytes) {
  if (bytes.length === 0) return 'The file is empty.';
  if (bytes.length > MOST_BYTES) return 'The file is larger than 10 MiB, which the server does not take.';
  if (bytes[0] === 0x30) return null;
  const text = new TextDecoder().decode(bytes);
  if (text.includes('-----BEGIN X509 CRL-----')) return null;
  if (text.includes('PRIVATE KEY-----')) return 'This is a private key. It was not sent. Keep it where nobody else sees it.';
  if (text.includes('-----BEGIN CERTIFICATE-----')) return 'This is a certificate. A revocation list begins with -----BEGIN X509 CRL-----.';
  return 'This is no revocation list, PEM or DER.';
}
