import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_BYTES, faultOfList } from '../src/parts/lists.js';

const text = (s) => new TextEncoder().encode(s);

test('a list may be PEM, with an authority beside it, or DER', () => {
  assert.equal(faultOfList(text('-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n-----BEGIN X509 CRL-----\nA\n')), null);
  assert.equal(faultOfList(Uint8Array.of(0x30, 0x82, 1, 2)), null);
});

test('what is no list is not sent', () => {
  assert.match(faultOfList(text('')), /empty/);
  assert.match(faultOfList(text('-----BEGIN PRIVATE KEY-----')), /private key.*not sent/);
  assert.match(faultOfList(text('-----BEGIN CERTIFICATE-----')), /is a certificate/);
  assert.match(faultOfList(text('hello')), /no revocation list/);
  assert.match(faultOfList(new Uint8Array(MOST_BYTES + 1).fill(0x30)), /larger than 10 MiB/);
});
