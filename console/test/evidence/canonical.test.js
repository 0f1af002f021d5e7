import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { utf8 } from '../../src/evidence/bytes.js';
import { parse } from '../../src/evidence/canonical.js';
import { Malformed } from '../../src/evidence/errors.js';
import { readPayload } from '../../src/evidence/payloads.js';
import { sha256Hex } from '../../src/evidence/sha256.js';
import { link, readCountersignature, readLine, readReceipt } from '../../src/evidence/statements.js';
import { documentOf, nameOf, vectorFiles, vectors } from './vectors.js';

const refuses = (read, vector) => assert.throws(() => read(documentOf(vector)), Malformed, nameOf(vector));

/** Reads a payload as in the room that it names. */
const inItsRoom = (byServer) => (data) => {
  const [, room] = /"room":"([^"]*)"/.exec(new TextDecoder().decode(data)) ?? [];
  return readPayload(data, byServer, room ?? 'lobby');
};

describe('what is signed', () => {
  const kinds = [
    ['payloads/messages', false, true],
    ['payloads/events', true, true],
    ['payloads/decisions', true, true],
    ['payloads/webhooks', true, true],
    ['payloads/audits', true, true],
    ['payloads/unknown/users', false, false],
    ['payloads/unknown/server', true, false],
  ];
  for (const [folder, byServer, isKnown] of kinds) {
    it(`is read as the vectors of ${folder} say`, () => {
      const read = inItsRoom(byServer);
      for (const vector of vectorFiles(folder + '/valid')) {
        assert.equal(read(documentOf(vector)).isKnown, isKnown, nameOf(vector));
        assert.equal(sha256Hex(documentOf(vector)), vector.sha256);
      }
      for (const vector of vectorFiles(folder + '/invalid')) {
        // Of another version or kind: not wrong, and not known.
        let said;
        try {
          said = read(documentOf(vector));
        } catch (fault) {
          assert.ok(fault instanceof Malformed, nameOf(vector));
          continue;
        }
        assert.ok(isKnown && !said.isKnown, nameOf(vector));
      }
    });
  }

  it('receipts are those of the vectors', () => {
    for (const vector of vectors('receipts.json').valid) readReceipt(documentOf(vector));
    for (const vector of vectors('receipts.json').invalid) refuses(readReceipt, vector);
  });

  it('countersignatures are those of the vectors', () => {
    const { valid, invalid } = vectors('countersignatures.json');
    const read = (data) => {
      const { user, receipt_sha256: hash } = JSON.parse(valid[0].text);
      return readCountersignature(data, user, hash);
    };
    read(documentOf(valid[0]));
    for (const vector of invalid) refuses(read, vector);
  });

  it('lines and their chain are those of the vectors', () => {
    const { valid, invalid, chain } = vectors('transcript-lines.json');
    for (const { text } of valid) readLine(text);
    for (const { fault, text } of invalid) assert.throws(() => readLine(text), Malformed, fault);
    for (const { room_id: id, genesis, links } of chain) {
      assert.equal(link('securechat/transcript/1', id), genesis);
      for (const each of links) assert.equal(link(each.previous, each.line), each.chain);
    }
  });

  it('has one text for one value', () => {
    const good = [
      '{}',
      '{"a":"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f/\u007f\u2028\u{1f600}"}',
      '{"a":[true,false,0,9007199254740991,[],{}]}',
      '{"2":0,"1":0,"__proto__":0,"constructor":0}',
      '{"a":' + '['.repeat(15) + ']'.repeat(15) + '}',
    ];
    for (const text of good) parse(utf8(text));
    const bad = [
      '',
      '[]',
      '1',
      ' {}',
      '{} ',
      '{"a" :1}',
      '{"a":1,}',
      '{"a":01}',
      '{"a":-1}',
      '{"a":1.0}',
      '{"a":1e3}',
      '{"a":9007199254740992}',
      '{"a":null}',
      '{"a":"\\/"}',
      '{"a":"\\u0061"}',
      '{"a":"\\u000a"}',
      '{"a":"\\u001F"}',
      '{"a":"\n"}',
      '{"a":"\\ud83d\\ude00"}',
      '{"a":1,"a":1}',
      `{"${'a'.repeat(65)}":1}`,
      '{"a":' + '['.repeat(16) + ']'.repeat(16) + '}',
      '\ufeff{}',
      '{"a":"',
      '{"a":"b"',
      '{a:1}',
    ];
    for (const text of bad) assert.throws(() => parse(utf8(text)), Malformed, text);
    assert.throws(() => parse(new Uint8Array([0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x30, 0x7d])), Malformed);
    assert.throws(() => parse(utf8('{"a":1}'), 6), Malformed);
  });
});
