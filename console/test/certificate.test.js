import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derOf, sha256 } from '../src/parts/certificate-file.js';
import { commonName, fingerprintOf, isNamed, pemOf } from '../src/parts/certificate.js';
import { newPassword } from '../src/parts/secret.js';

const DER = Uint8Array.from([0x30, 0x82, 0x00, 0x64, ...Array.from({ length: 100 }, (_, i) => i)]);

test('a certificate comes back from PEM', () => {
  assert.deepEqual(derOf(new TextEncoder().encode(pemOf(DER)), 'CERTIFICATE'), [DER]);
});

test('a fingerprint may be written in several ways', async () => {
  const hex = await sha256(DER);
  assert.equal(hex.length, 64);
  assert.equal(fingerprintOf(hex), hex);
  assert.equal(fingerprintOf(' SHA256:' + hex.toUpperCase().replace(/../g, '$&:').slice(0, -1) + '\n'), hex);
  assert.equal(fingerprintOf('sha256=' + hex), hex);
  assert.equal(fingerprintOf(hex.slice(1)), null);
  assert.equal(fingerprintOf(hex + '0'), null);
  assert.equal(fingerprintOf('zz' + hex.slice(2)), null);
});

test('the common name is found in a subject', () => {
  assert.equal(commonName('CN=alice'), 'alice');
  assert.equal(commonName('O=Example\\, Inc.,CN=Doe\\, Alice,C=DE'), 'Doe, Alice');
  assert.equal(commonName('OU=XCN=no,O=Example'), null);
});

test('a name is in a subject only as a whole', () => {
  assert.equal(isNamed('CN=Alice,O=Example', 'alice'), true);
  assert.equal(isNamed('EMAILADDRESS=alice\\+x@example.org,CN=A', 'alice+x@example.org'), true);
  assert.equal(isNamed('CN=alice', 'al'), false);
  assert.equal(isNamed('CN=x\\,CN=alice', 'alice'), false);
});

test('a new password has 100 bits, and no letters that are mistaken', () => {
  const made = newPassword();
  assert.match(made, /^[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){3}$/);
  assert.notEqual(made, newPassword());
  assert.equal(newPassword(new Uint8Array(20).fill(255)), '99999-99999-99999-99999');
  assert.equal(new Set(newPassword(Uint8Array.from({ length: 32 }, (_, i) => i)).replaceAll('-', '')).size, 32);
});
