import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptRooms, linesIn } from '../src/parts/people.js';

test('lines in positions are counted', () => {
  assert.equal(linesIn('3,5-9'), 6);
  assert.equal(linesIn('7'), 1);
  assert.equal(linesIn(''), 0);
  assert.equal(linesIn(undefined), 0);
});

test('rooms that keep what was said are named with the reason', () => {
  assert.deepEqual(keptRooms([{ room: 'a', reason: 'held' }, { room: 'b', reason: 'unavailable' }, { room: 'c', reason: 'moon' }]), [
    { room: 'a', why: 'a legal hold is on it' },
    { room: 'b', why: 'its record could not be written' },
    { room: 'c', why: 'moon' },
  ]);
  assert.deepEqual(keptRooms(['a']), [{ room: 'a', why: 'a legal hold is on it' }]);
  assert.deepEqual(keptRooms(undefined), []);
});
