const PEM = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/;

/** The first certificate of a file, as DER: from PEM, or the bytes themselves. Null if it is none. */
export function certificateOf(bytes) {
  // A certificate in DER is a sequence with a length of two bytes, which no text begins with.
  if (bytes[0] === 0x30 && bytes[1] === 0x82) {
    return bytes.length === 4 + bytes[2] * 256 + bytes[3] ? bytes : null;
  }
  const found = PEM.exec(new TextDecoder().decode(bytes));
  if (!found) return null;
  try {
    const der = Uint8Array.from(atob(found[1].replace(/\s/g, '')), (c) => c.charCodeAt(0));
    return der.length > 4 && der[0] === 0x30 ? der : null;
  } catch {
    return null;
  }
}

/** The SHA-256 of bytes, in hex. */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

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
