import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derOf, grouped, sha256 } from '../src/parts/certificate-file.js';

const der = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x07);
const text = (string) => new TextEncoder().encode(string);

const pemOf = (ders, kind) =>
  text(ders.map((each) => `-----BEGIN ${kind}-----\n${btoa(String.fromCharCode(...each))}\n-----END ${kind}-----\n`).join(''));

test('PEM and DER give the same', () => {
  assert.deepEqual(derOf(der, 'CERTIFICATE'), [der]);
  assert.deepEqual(derOf(pemOf([der, der], 'CERTIFICATE'), 'CERTIFICATE'), [der, der]);
});

test('a private key is neither kept nor taken for a certificate', () => {
  const key = pemOf([der], 'PRIVATE KEY');
  assert.throws(() => derOf(key, 'CERTIFICATE'), /private key/);
  const both = text(new TextDecoder().decode(key) + new TextDecoder().decode(pemOf([der], 'CERTIFICATE')));
  assert.deepEqual(derOf(both, 'CERTIFICATE'), [der]);
});

test('other files are refused', () => {
  assert.throws(() => derOf(text('hello'), 'CERTIFICATE'), /holds no certificate/);
  assert.throws(() => derOf(pemOf([der], 'X509 CRL'), 'CERTIFICATE'), /holds no certificate/);
  assert.throws(() => derOf(Uint8Array.of(0x30, 0x04, 1), 'X509 CRL'), /no revocation list/);
  assert.throws(() => derOf(text('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'), 'CERTIFICATE'), /holds no/);
});

test('a fingerprint is shown in groups', async () => {
  const hex = await sha256(text('abc'));
  assert.equal(grouped(hex).slice(0, 19), 'ba78 16bf 8f01 cfea');
});
