import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { describe, it } from 'node:test';
import { fromHex } from '../../src/evidence/bytes.js';
import { only } from '../../src/evidence/der.js';
import { ecdsa } from '../../src/evidence/ecdsa.js';
import { ed25519, isNative } from '../../src/evidence/ed25519.js';
import { Malformed } from '../../src/evidence/errors.js';
import { PublicKey } from '../../src/evidence/keys.js';
import { RsaKey } from '../../src/evidence/rsa.js';
import { nameOf, vectorFiles, vectors } from './vectors.js';

const keyOf = (hex) => new PublicKey(only(fromHex(hex)));
const { valid, invalid, keys } = vectors('signatures.json');
const WAYS = { 'by WebCrypto': true, 'computed here': false };

describe('signatures', () => {
  it('are good or not as the vectors say', async () => {
    for (const { key, message, signature, scheme } of valid) {
      assert.ok(await keyOf(key).verifies(fromHex(message), fromHex(signature)), scheme);
    }
    for (const { key, message, signature, fault, scheme } of invalid) {
      const is = await keyOf(key).verifies(fromHex(message), fromHex(signature));
      assert.ok(!is, `${scheme}: ${fault}`);
    }
  });

  it('of keys that the protocol refuses do not count', () => {
    for (const { key, fault } of keys) {
      let kind = 'other';
      try {
        ({ kind } = keyOf(key));
      } catch (malformed) {
        assert.ok(malformed instanceof Malformed, fault);
      }
      assert.ok(['other', 'p521'].includes(kind), `${fault}: ${kind}`);
    }
  });
});

describe('Ed25519', () => {
  const cases = vectorFiles('ed25519');

  it('is asked of a WebCrypto that has the rule of the protocol', async () => {
    assert.equal(typeof (await isNative()), 'boolean');
    assert.ok(cases.length > 50);
  });

  for (const [way, native] of Object.entries(WAYS)) {
    it(`${way} is that of the vectors`, async () => {
      for (const vector of cases) {
        const key = fromHex(vector.key).subarray(12);
        const verifies = await ed25519(key, native);
        const is = await verifies(fromHex(vector.message), fromHex(vector.signature));
        assert.equal(is, vector.valid, nameOf(vector));
        assert.equal(keyOf(vector.key).kind === 'ed25519', vector.key_accepted, nameOf(vector));
      }
    });

    it(`${way} takes what Node.js signs, and nothing else`, async () => {
      for (let i = 0; i < 20; i++) {
        const pair = crypto.generateKeyPairSync('ed25519');
        const key = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(12));
        const message = crypto.randomBytes(i);
        const signature = new Uint8Array(crypto.sign(null, message, pair.privateKey));
        const verifies = await ed25519(key, native);
        assert.ok(await verifies(message, signature));
        signature[(3 * i) % 64] ^= 1 << i % 8;
        assert.ok(!(await verifies(message, signature)));
      }
    });
  }
});

describe('ECDSA', () => {
  const curves = [
    ['p256', 'P-256', 65],
    ['p384', 'P-384', 97],
    ['p521', 'P-521', 133],
  ];
  for (const [kind, namedCurve, length] of curves) {
    for (const [way, native] of Object.entries(WAYS)) {
      it(`${way} takes what Node.js signs with ${namedCurve}, and nothing else`, async () => {
        const pair = crypto.generateKeyPairSync('ec', { namedCurve });
        const point = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-length));
        const verifies = await ecdsa(kind, point, native);
        for (const hash of ['SHA-256', 'SHA-384', 'SHA-512']) {
          const message = crypto.randomBytes(40);
          const signature = crypto.sign(hash.replace('-', ''), message, pair.privateKey);
          assert.ok(await verifies(message, signature, hash), hash);
          assert.ok(!(await verifies(crypto.randomBytes(40), signature, hash)), hash);
          const raw = crypto.sign(hash.replace('-', ''), message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' });
          assert.ok(!(await verifies(message, raw, hash)), 'not in DER');
        }
        const elsewhere = point.slice();
        elsewhere[length - 1] ^= 1;
        const message = crypto.randomBytes(40);
        const signature = crypto.sign('SHA256', message, pair.privateKey);
        assert.ok(!(await (await ecdsa(kind, elsewhere, native))(message, signature, 'SHA-256')), 'no point');
      });
    }
  }
});

describe('RSA', () => {
  for (const bits of [2048, 2049, 2056]) {
    it(`takes what Node.js signs with ${bits} bits, and nothing else`, async () => {
      const pair = crypto.generateKeyPairSync('rsa', { modulusLength: bits });
      const { n } = pair.publicKey.export({ format: 'jwk' });
      const key = new RsaKey(BigInt('0x' + Buffer.from(n, 'base64url').toString('hex')), 65537n);
      const padding = crypto.constants.RSA_PKCS1_PSS_PADDING;
      for (const hash of ['SHA-256', 'SHA-384', 'SHA-512']) {
        const name = hash.replace('-', '');
        const message = crypto.randomBytes(40);
        const pkcs1 = crypto.sign(name, message, pair.privateKey);
        const pss = crypto.sign(name, message, { key: pair.privateKey, padding, saltLength: -1 });
        const short = crypto.sign(name, message, { key: pair.privateKey, padding, saltLength: 20 });
        assert.ok((await key.verifiesPkcs1(message, pkcs1, hash)) && (await key.verifiesPss(message, pss, hash)));
        const wrong = [
          key.verifiesPkcs1(message, pss, hash),
          key.verifiesPss(message, pkcs1, hash),
          key.verifiesPss(message, short, hash),
          key.verifiesPkcs1(crypto.randomBytes(40), pkcs1, hash),
          key.verifiesPss(crypto.randomBytes(40), pss, hash),
          key.verifiesPss(message, Buffer.concat([Buffer.alloc(1), pss]), hash),
          key.verifiesPkcs1(message, Buffer.concat([pkcs1, Buffer.alloc(1)]), hash),
        ];
        assert.deepEqual(new Set(await Promise.all(wrong)), new Set([false]), hash);
      }
    });
  }
});
