import { concat, equal, fromHex, utf8 } from './bytes.js';
import { subtle } from './webcrypto.js';

// Ed25519 as PROTOCOL.md 3.8 has it, whatever a browser makes of it: S below the order, R recomputed
// without cofactor and compared as bytes, A a canonical point that is not of small order (ADR 0025).
// WebCrypto is asked where it has shown that it has this rule; otherwise it is computed here, slowly.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const MASK = 2n ** 255n - 1n;

const mod = (n) => {
  const rest = n % P;
  return rest < 0n ? rest + P : rest;
};

function power(base, exponent) {
  let result = 1n;
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}

const inverse = (n) => power(n, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT = power(2n, (P - 1n) / 4n);

/** The point with this y, or null. @param {bigint} y below P @param {bigint} sign */
function recover(y, sign) {
  const square = (y * y) % P;
  const x2 = (mod(square - 1n) * inverse(mod(D * square + 1n))) % P;
  let x = power(x2, (P + 3n) / 8n);
  if ((x * x) % P !== x2) x = (x * ROOT) % P;
  if ((x * x) % P !== x2 || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, (x * y) % P];
}

// Complete formulas of RFC 8032 section 5.1.4, in extended coordinates.
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = ((y1 - x1) * (y2 - x2)) % P;
  const b = ((y1 + x1) * (y2 + x2)) % P;
  const c = ((2n * t1 * t2) % P) * D;
  const d = 2n * z1 * z2;
  const e = b - a;
  const f = (d - c) % P;
  const g = (d + c) % P;
  const h = b + a;
  return [(e * f) % P, (g * h) % P, (f * g) % P, (e * h) % P];
}

function double([x, y, z]) {
  const a = (x * x) % P;
  const b = (y * y) % P;
  const c = 2n * z * z;
  const h = a + b;
  const e = h - (x + y) * (x + y);
  const g = a - b;
  const f = (c + g) % P;
  const s = e % P;
  return [(s * f) % P, (g * h) % P, (f * g) % P, (s * h) % P];
}

const NEUTRAL = [0n, 1n, 1n, 0n];
const BASE = recover((4n * inverse(5n)) % P, 0n);

const littleEndian = (bytes) => {
  let number = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) number = (number << 8n) | BigInt(bytes[i]);
  return number;
};

function encoded([x, y, z]) {
  const scale = inverse(mod(z));
  let number = mod(y * scale) | ((mod(x * scale) & 1n) << 255n);
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++, number >>= 8n) bytes[i] = Number(number & 255n);
  return bytes;
}

/** @param {Uint8Array} bytes 32 */
function decoded(bytes) {
  const number = littleEndian(bytes);
  const y = number & MASK;
  return y < P ? recover(y, number >> 255n) : null;
}

const isNeutral = ([x, y, z]) => mod(x) === 0n && mod(y - z) === 0n;

/**
 * Whether a key is a canonical point of the curve that is not of small order.
 *
 * @param {Uint8Array} key
 */
export function isAcceptable(key) {
  if (key.length !== 32) return false;
  const point = decoded(key);
  return point !== null && !isNeutral(double(double(double(point))));
}

/** [s]B + [k]Q, both at once. */
function sum(s, k, q) {
  const both = add(BASE, q);
  let result = NEUTRAL;
  for (let bit = 255n; bit >= 0n; bit--) {
    result = double(result);
    const ofS = (s >> bit) & 1n;
    const ofK = (k >> bit) & 1n;
    if (ofS && ofK) result = add(result, both);
    else if (ofS) result = add(result, BASE);
    else if (ofK) result = add(result, q);
  }
  return result;
}

async function computed(key, message, signature) {
  const hash = await subtle().digest('SHA-512', concat(signature.subarray(0, 32), key, message));
  const k = littleEndian(new Uint8Array(hash)) % L;
  const [x, y, z, t] = decoded(key);
  return equal(encoded(sum(littleEndian(signature.subarray(32)), k, [P - x, y, z, P - t])), signature.subarray(0, 32));
}

/**
 * Points R that programs treat in different ways: of small order, or not canonical.
 *
 * @param {Uint8Array} r
 */
function isOdd(r) {
  const y = littleEndian(r) & MASK;
  return y >= P || SMALL.has(y);
}

const SMALL = new Set([0n, 1n, P - 1n]);
{
  const y = littleEndian(fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'));
  SMALL.add(y).add(P - y);
}

// Cases on which programs differ; what WebCrypto says of them shows whose rule it has.
const PROBE_R = 'b31b20f50426242514d81b383548bd90de72fd0b8cf2382a88f9f52ce5076b23';
const PROBE_KEY = 'ecb73be5caf0a0a196e41fc1ed1e1bab24e0a176680821619944809f5d100da8';
const PROBE_TORSION_KEY = 'a96302a098763a67199bd601e2373dd9a50dcf7fcedfd3b502ae556bc0ec5a49';
const PROBE_TEXT = '{"say":"what was said"}';
const PROBES = [
  [PROBE_KEY, PROBE_TEXT, PROBE_R + '03555ba3bd8172814fc35978014106df122bbbc7457b9b81238a355c261f760d', true],
  // S plus the order.
  [PROBE_KEY, PROBE_TEXT, PROBE_R + 'f0285100d8e484d92560511be03ae5f3122bbbc7457b9b81238a355c261f761d', false],
  // A has torsion: the equation without cofactor holds, and does not.
  [PROBE_TORSION_KEY, '{"say":"8"}', PROBE_R + 'a39a292aa5db6cbb505005fb804062e585d9403b31cc1c0a25f067b47632e102', true],
  [PROBE_TORSION_KEY, '{"say":"0"}', PROBE_R + 'b74be26431190fa00a005e2265f29fa53715cf7e74d57f7146a03306a999e20c', false],
  // R has torsion.
  [
    PROBE_KEY,
    PROBE_TEXT,
    '186ed2bdbd1a36f6437c5168b0221914018ea4f32a1c3fcd1c1794d64fbd596e' +
      '96c32c7b67da41868d1a69f72b8d57bc6c1f01ac1656e86cfb3c911cf3a17506',
    false,
  ],
];

const imported = (key) => subtle().importKey('raw', key, { name: 'Ed25519' }, false, ['verify']);

async function hasThisRule() {
  try {
    for (const [key, text, signature, valid] of PROBES) {
      const said = await subtle().verify('Ed25519', await imported(fromHex(key)), fromHex(signature), utf8(text));
      if (said !== valid) return false;
    }
    return true;
  } catch {
    return false; // A browser without Ed25519.
  }
}

/** @type {Promise<boolean> | undefined} */
let probed;

/** Whether WebCrypto is asked; it is found out once. */
export const isNative = () => (probed ??= hasThisRule());

/**
 * A function that verifies signatures of a key.
 *
 * @param {Uint8Array} key 32 bytes
 * @param {boolean} [native] false has everything computed here
 * @returns {Promise<(message: Uint8Array, signature: Uint8Array) => Promise<boolean>>}
 */
export async function ed25519(key, native = true) {
  if (!isAcceptable(key)) return async () => false;
  let handle = null;
  if (native && (await isNative())) handle = await imported(key).catch(() => null);
  return async (message, signature) => {
    if (signature.length !== 64 || littleEndian(signature.subarray(32)) >= L) return false;
    const compute = () => computed(key, message, signature);
    return handle && !isOdd(signature.subarray(0, 32))
      ? subtle().verify('Ed25519', handle, signature, message).catch(compute)
      : compute();
  };
}
