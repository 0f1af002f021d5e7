import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Malformed } from '../../src/evidence/errors.js';
import { crc32, readZip } from '../../src/evidence/zip.js';
import { zip } from './record.js';

const files = new Map([
  ['messages/1.json', Buffer.from('{}')],
  ['messages/10.json', Buffer.from('twelve bytes')],
  ['receipt.json', Buffer.alloc(0)],
]);

describe('the zip of evidence', () => {
  it('is read as it was written', () => {
    const read = readZip(zip(files));
    assert.deepEqual([...read.keys()], [...files.keys()]);
    for (const [name, content] of files) assert.deepEqual(Buffer.from(read.get(name)), content);
    assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
  });

  it('has no byte that can be changed, added or taken away', () => {
    const good = zip(files);
    for (let at = 0; at < good.length; at++) {
      for (const bit of [1, 0x80]) {
        const changed = good.slice();
        changed[at] ^= bit;
        assert.throws(() => readZip(changed), Malformed, `byte ${at}`);
      }
      assert.throws(() => readZip(good.subarray(0, at)), Malformed, `cut at ${at}`);
    }
    assert.throws(() => readZip(Buffer.concat([good, Buffer.alloc(1)])), Malformed);
    assert.throws(() => readZip(Buffer.concat([Buffer.alloc(1), good])), Malformed);
  });

  it('is read from within a larger memory', () => {
    const larger = Buffer.concat([Buffer.alloc(7), zip(files), Buffer.alloc(7)]);
    assert.equal(readZip(larger.subarray(7, larger.length - 7)).size, files.size);
  });

  it('has the end record of zip64 from 65,535 files on, and not below', () => {
    const many = (count) => new Map(Array.from({ length: count }, (_, i) => ['f' + i, Buffer.alloc(0)]));
    for (const count of [0xfffe, 0xffff]) assert.equal(readZip(zip(many(count))).size, count);
  });
});
