import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { fromBase64, toBase64 } from '../../src/evidence/bytes.js';
import { isName, isRoom, isTime, positions } from '../../src/evidence/forms.js';
import { CONSTANTS } from '../../src/evidence/release.js';
import { sha256Hex } from '../../src/evidence/sha256.js';
import { isVisible, visible } from '../../src/evidence/visible.js';
import { resource, vectors } from './vectors.js';

const names = vectors('names.json');
const FORMS = {
  usernames: isName,
  rooms: isRoom,
  timestamps: isTime,
  base64: (text) => fromBase64(text) !== null,
};

describe('forms', () => {
  for (const [kind, test] of Object.entries(FORMS)) {
    it(kind + ' are those of the vectors', () => {
      for (const text of names[kind].valid) assert.ok(test(text), JSON.stringify(text));
      for (const text of names[kind].invalid) assert.ok(!test(text), JSON.stringify(text));
    });
  }

  it('base64 is that of Node.js', () => {
    for (let length = 0; length < 100; length++) {
      const data = randomBytes(length);
      assert.equal(toBase64(data), data.toString('base64'));
      assert.deepEqual(fromBase64(data.toString('base64')), new Uint8Array(data));
    }
  });

  it('SHA-256 is that of Node.js, for each length of the last block', () => {
    for (let length = 0; length < 200; length++) {
      const data = randomBytes(length);
      assert.equal(sha256Hex(data), createHash('sha256').update(data).digest('hex'));
    }
  });

  it('positions have one text', () => {
    assert.deepEqual(positions('3,5-9,12', 100), [
      [3, 3],
      [5, 9],
      [12, 12],
    ]);
    for (const text of ['', '0', '03', '3-3', '5-3', '3,4', '5,3', '3,', ',3', '3-', ' 3', '9007199254740992']) {
      assert.throws(() => positions(text, 100), text);
    }
    assert.throws(() => positions('1,3', 2));
  });

  it('what has no shape is shown by its number', () => {
    assert.equal(visible('a\u202eb\u0000\u{1f600}\n\u{e0041}\u{1fffe}'), 'a[U+202E]b[U+0000]\u{1f600}\n[U+E0041][U+1FFFE]');
    assert.ok(isVisible('\u200d') && !isVisible('\u200b'));
  });

  it('the files that every bundle has are those of this release', () => {
    for (const [name, hash] of Object.entries(CONSTANTS)) assert.equal(sha256Hex(resource(name)), hash, name);
  });
});
