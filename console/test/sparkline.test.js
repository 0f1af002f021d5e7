import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineOf } from '../src/parts/sparkline.js';

test('the newest is at the right, and the highest at the top', () => {
  assert.equal(lineOf([0, 4], 3), 'M120.0 38.0L240.0 2.0');
});

test('where nothing is known the line is interrupted', () => {
  assert.equal(lineOf([1, null, 1], 3), 'M0.0 2.0M240.0 2.0');
  assert.equal(lineOf([], 3), '');
});

test('a small rate is not drawn as a large one', () => {
  assert.match(lineOf([0.1], 2), /^M240\.0 34\.4$/);
});
