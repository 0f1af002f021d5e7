import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf, linesOf } from '../src/parts/positions.js';

test('lines in positions are counted', () => {
  assert.equal(countOf('3,5-9'), 6);
  assert.equal(countOf('7'), 1);
  assert.equal(countOf(''), 0);
  assert.equal(countOf(undefined), 0);
});

test('positions are in words', () => {
  assert.equal(linesOf('3'), 'line 3');
  assert.equal(linesOf('3,5-9'), 'lines 3, 5 to 9');
});
