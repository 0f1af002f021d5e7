import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptRooms } from '../src/parts/people.js';

test('rooms that keep what was said are named with the reason', () => {
  assert.deepEqual(keptRooms([{ room: 'a', reason: 'held' }, { room: 'b', reason: 'unavailable' }, { room: 'c', reason: 'moon' }]), [
    { room: 'a', why: 'a legal hold is on it' },
    { room: 'b', why: 'its record could not be written' },
    { room: 'c', why: 'moon' },
  ]);
  assert.deepEqual(keptRooms(['a']), [{ room: 'a', why: 'a legal hold is on it' }]);
  assert.deepEqual(keptRooms(undefined), []);
});
