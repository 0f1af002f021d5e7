import { concat, fromNumber, toNumber } from './bytes.js';
import { only } from './der.js';
import { insist, Malformed } from './errors.js';
import { digest, subtle } from './webcrypto.js';

const hex = (text) => BigInt('0x' + text.replace(/\s/g, ''));

/** The curves of FIPS 186-4, y² = x³ - 3x + b, and the hash that goes with each. */
const CURVES = {
  p256: {
    name: 'P-256',
    hash: 'SHA-256',
    length: 32,
    p: hex('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff'),
    n: hex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
    b: hex('5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b'),
    x: hex('6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296'),
    y: hex('4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5'),
  },
  p384: {
    name: 'P-384',
    hash: 'SHA-384',
    length: 48,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    n: hex('ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973'),
    b: hex('b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef'),
    x: hex('aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7'),
    y: hex('3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f'),
  },
  p521: {
    name: 'P-521',
    hash: 'SHA-512',
    length: 66,
    p: 2n ** 521n - 1n,
    n: hex(`01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa
      51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409`),
    b: hex(`0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e1
      56193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00`),
    x: hex(`00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dba
      a14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66`),
    y: hex(`011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c
      97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650`),
  },
};

const rest = (n, m) => ((n % m) + m) % m;

function inverse(n, m) {
  let [a, b, x, y] = [rest(n, m), m, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return rest(x, m);
}

/** r and s, if the signature is their one encoding in DER and both are below the order. */
function numbers(signature, { n }) {
  try {
    const parts = only(signature).children(0x30);
    insist(parts.length === 2);
    const both = parts.map((part) => part.positive());
    return both.every((number) => number < n) ? both : null;
  } catch (fault) {
    if (fault instanceof Malformed) return null;
    throw fault;
  }
}

// Jacobian coordinates; z is 0 for the point at infinity.
const INFINITY = [1n, 1n, 0n];

function double([x, y, z], p) {
  if (z === 0n) return INFINITY;
  const zz = (z * z) % p;
  const yy = (y * y) % p;
  const m = (3n * (x - zz) * (x + zz)) % p;
  const s = (4n * x * yy) % p;
  const x3 = rest(m * m - 2n * s, p);
  return [x3, rest(m * (s - x3) - 8n * yy * yy, p), rest(2n * y * z, p)];
}

function add(a, b, p) {
  if (a[2] === 0n) return b;
  if (b[2] === 0n) return a;
  const [x1, y1, z1] = a;
  const [x2, y2, z2] = b;
  const z1z1 = (z1 * z1) % p;
  const z2z2 = (z2 * z2) % p;
  const u1 = (x1 * z2z2) % p;
  const h = rest(x2 * z1z1 - u1, p);
  const s1 = (((y1 * z2) % p) * z2z2) % p;
  const r = rest(((y2 * z1) % p) * z1z1 - s1, p);
  if (h === 0n) return r === 0n ? double(a, p) : INFINITY;
  const hh = (h * h) % p;
  const hhh = (h * hh) % p;
  const v = (u1 * hh) % p;
  const x3 = rest(r * r - hhh - 2n * v, p);
  return [x3, rest(r * (v - x3) - s1 * hhh, p), (((z1 * z2) % p) * h) % p];
}

/** The same verification without the browser's help. */
async function computed(curve, [x, y], message, hash, [r, s]) {
  const { p, n } = curve;
  const hashed = await digest(hash, message);
  const bits = n.toString(2).length;
  let e = toNumber(hashed);
  if (hashed.length * 8 > bits) e >>= BigInt(hashed.length * 8 - bits);
  const w = inverse(s, n);
  const u1 = (e * w) % n;
  const u2 = (r * w) % n;
  const [g, q] = [[curve.x, curve.y, 1n], [x, y, 1n]];
  const both = add(g, q, p);
  let sum = INFINITY;
  for (let bit = BigInt(bits - 1); bit >= 0n; bit--) {
    sum = double(sum, p);
    const [of1, of2] = [(u1 >> bit) & 1n, (u2 >> bit) & 1n];
    if (of1 || of2) sum = add(sum, of1 && of2 ? both : of1 ? g : q, p);
  }
  if (sum[2] === 0n) return false;
  const scale = inverse(sum[2], p);
  return rest(sum[0] * scale * scale, p) % n === r;
}

/**
 * A function that verifies signatures of a key.
 *
 * @param {'p256' | 'p384' | 'p521'} kind
 * @param {Uint8Array} point not compressed
 * @param {boolean} [native] false has everything computed here
 * @returns {Promise<(message: Uint8Array, signature: Uint8Array, hash?: string) => Promise<boolean>>}
 */
export async function ecdsa(kind, point, native = true) {
  const curve = CURVES[kind];
  const { p, length } = curve;
  const x = toNumber(point.subarray(1, 1 + length));
  const y = toNumber(point.subarray(1 + length));
  const isPoint = x < p && y < p && (y * y - x * x * x + 3n * x - curve.b) % p === 0n;
  if (point.length !== 1 + 2 * length || point[0] !== 4 || !isPoint) return async () => false;
  const algorithm = { name: 'ECDSA', namedCurve: curve.name };
  // Not every browser has every curve.
  const handle = native
    ? await subtle().importKey('raw', point, algorithm, false, ['verify']).catch(() => null)
    : null;
  return async (message, signature, hash = curve.hash) => {
    const both = numbers(signature, curve);
    if (both === null) return false;
    const compute = () => computed(curve, [x, y], message, hash, both);
    if (!handle || hash !== curve.hash) return compute();
    const raw = concat(...both.map((number) => fromNumber(number, length)));
    return subtle().verify({ name: 'ECDSA', hash }, handle, raw, message).catch(compute);
  };
}
