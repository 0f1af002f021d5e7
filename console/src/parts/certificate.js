/** DER as PEM, as programs take it. */
export function pemOf(der) {
  const base64 = btoa([...der].map((byte) => String.fromCharCode(byte)).join(''));
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

/** A fingerprint as people write it, with colons, spaces or capitals: 64 hex digits, or null if it is none. */
export function fingerprintOf(text) {
  const digits = text.trim().replace(/^sha-?256[:=\s]*/i, '').replace(/[\s:]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

const ATTRIBUTE = /(?:^|[,+]\s*)([A-Za-z0-9.]+)=((?:\\.|[^,+\\])*)/g;

/** What stands in a subject (RFC 2253), without its escapes: `[attribute, value]`. */
const attributesOf = (subject) =>
  [...subject.matchAll(ATTRIBUTE)].map(([, name, value]) => [name.toUpperCase(), value.replace(/\\(.)/g, '$1')]);

/** The common name in a subject; null if it has none. */
export const commonName = (subject) => attributesOf(subject).find(([name]) => name === 'CN')?.[1] ?? null;

/** Whether a subject has a name in it, as a whole. */
export const isNamed = (subject, name) => attributesOf(subject).some(([, value]) => value.toLowerCase() === name.toLowerCase());
