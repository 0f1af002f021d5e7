import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromHex } from '../../src/evidence/bytes.js';
import { Certificate } from '../../src/evidence/certificate.js';
import { Chains } from '../../src/evidence/chains.js';
import { Der, only } from '../../src/evidence/der.js';
import { Malformed } from '../../src/evidence/errors.js';
import { RevocationList } from '../../src/evidence/revocation-list.js';
import { vectors } from './vectors.js';

const { chains, lists, scopes, time } = vectors('chains.json');
const { signatures } = vectors('receipts.json');
const certificate = (hex) => new Certificate(fromHex(hex));
const pause = async () => {};

/** Whether something holds of what may be malformed. */
async function holds(question) {
  try {
    return await question();
  } catch (fault) {
    assert.ok(fault instanceof Malformed, fault.stack);
    return false;
  }
}

const chainsOf = (authorities, certificates, found = []) =>
  Chains.of({
    authorities,
    certificates: new Map(certificates.map((each) => [each.hash, each])),
    lists: found,
    outside: [],
    rootsWithoutList: false,
    pause,
  });

describe('chains', () => {
  for (const { name, authority, chain, accepted } of chains) {
    it(name, async () => {
      const said = await holds(async () => {
        const all = chain.map(certificate);
        const judged = await chainsOf([certificate(authority)], all);
        return all[0].isFor('client') && all[0].isValid(time, time) && judged.path(all[0], time) !== null;
      });
      assert.equal(said, accepted);
    });
  }
});

describe('revocation lists', () => {
  for (const { name, issuer, list, accepted } of lists) {
    it(name, async () => {
      const said = await holds(async () => {
        const [by, read] = [certificate(issuer), new RevocationList(fromHex(list))];
        return read.isComplete && by.signsLists && read.issuer === by.subject && (await read.isSignedBy(by.key));
      });
      assert.equal(said, accepted);
    });
  }

  for (const { name, issuer, certificate: of, lists: all, covered } of scopes) {
    it(name, async () => {
      const said = await holds(async () => {
        const read = all.map((list) => new RevocationList(fromHex(list)));
        return read.every((list) => list.isComplete) && read.some((list) => list.isFor(certificate(of))) && issuer !== '';
      });
      assert.equal(said, covered);
    });
  }
});

describe('certificates for receipts', () => {
  const check = async ({ certificate: hex, text, signature }) => {
    const { server, issued_at: at, certificate: named } = JSON.parse(text);
    return holds(async () => {
      const signer = certificate(hex);
      const judged = await chainsOf([certificate(signatures.authority)], [signer]);
      return (
        signer.hash === named &&
        signer.isFor('receipt') &&
        signer.isOfServer(server) &&
        judged.path(signer, at) !== null &&
        (await signer.key.verifies(new TextEncoder().encode(text), fromHex(signature)))
      );
    });
  };
  for (const vector of signatures.valid) {
    it(vector.name, async () => assert.ok(await check(vector)));
  }
  for (const vector of signatures.invalid) {
    it('not ' + vector.fault, async () => assert.ok(!(await check(vector))));
  }
});

describe('DER', () => {
  it('is strict', () => {
    assert.equal(only(fromHex('0203010203')).body.length, 3);
    for (const hex of ['', '02', '0201', '020101ff', '3080', '02810101', '0282000101', '1f0101', '0285010000000000']) {
      assert.throws(() => only(fromHex(hex)), Malformed, hex);
    }
    for (const hex of ['020100', '020180', '02020001', '0200', '030101']) {
      assert.throws(() => new Der(fromHex(hex)).positive(), Malformed, hex);
    }
    assert.equal(new Der(fromHex('02020080')).positive(), 128n);
  });

  it('has times that exist', () => {
    const moment = (tag, text) => new Der(new Uint8Array([tag, text.length, ...Buffer.from(text)])).moment();
    assert.equal(moment(0x17, '491231235959Z'), '2049-12-31T23:59:59.000Z');
    assert.equal(moment(0x17, '700101000000Z'), '1970-01-01T00:00:00.000Z');
    assert.equal(moment(0x18, '99991231235959Z'), '9999-12-31T23:59:59.000Z');
    for (const [tag, text] of [
      [0x17, '260230000000Z'],
      [0x17, '260101000060Z'],
      [0x17, '2601010000Z'],
      [0x18, '20260101000000.5Z'],
      [0x18, '20260101000000+0000'],
      [0x16, '260101000000Z'],
    ]) {
      assert.throws(() => moment(tag, text), Malformed, text);
    }
  });
});
