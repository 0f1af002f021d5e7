import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, counted, distance, visible } from '../src/parts/format.js';

test('characters that cannot be seen are shown by their numbers', () => {
  assert.equal(visible('pay \u202e001\u202c'), 'pay [U+202E]001[U+202C]');
  assert.equal(visible('a\u0000b\u200b'), 'a[U+0000]b[U+200B]');
});

test('lines, and emoji that are joined, stay as they are', () => {
  assert.equal(visible('one\ntwo 👩\u200d🚀'), 'one\ntwo 👩\u200d🚀');
});

test('sizes are told in the largest unit that fits', () => {
  assert.equal(bytes(1023), '1023 B');
  assert.equal(bytes(1536), '1.5 KiB');
  assert.equal(bytes(20 * 1024 * 1024), '20 MiB');
});

test('one of a thing is not many', () => {
  assert.equal(counted(1, 'room'), '1 room');
  assert.equal(counted(0, 'room'), '0 rooms');
  assert.equal(counted(2, 'person', 'people'), '2 people');
});

test('a distance is told from the moment that is given', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  assert.match(distance('2026-12-05T12:00:00Z', now), /6/);
  assert.match(distance('2026-11-29T11:58:00Z', now), /2/);
});
