import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pemOf } from '../src/parts/certificate.js';
import { MOST_BYTES, listOf } from '../src/parts/lists.js';

const text = (s) => new TextEncoder().encode(s);
const DER = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00);
const LIST = pemOf(DER).replaceAll('CERTIFICATE', 'X509 CRL');

test('a list is sent as it is, with the authority that stands beside it', () => {
  const both = text(pemOf(DER) + LIST);
  assert.equal(listOf(both), both);
  assert.equal(listOf(DER), DER);
});

test('what is no list is not sent', () => {
  assert.throws(() => listOf(text('-----BEGIN PRIVATE KEY-----\nMAMCAQA=\n-----END PRIVATE KEY-----')), /private key/);
  assert.throws(() => listOf(text(pemOf(DER))), /no revocation list/);
  assert.throws(() => listOf(text('')), /no revocation list/);
  assert.throws(() => listOf(new Uint8Array(MOST_BYTES + 1)), /larger than 10 MiB/);
});
