import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ending, nearness } from '../src/parts/term.js';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const days = (n) => new Date(NOW + n * 86_400_000).toISOString();

test('30 days before its end one is warned, and 7 days before it is bad', () => {
  assert.equal(nearness(days(31), days(-300), NOW), 'good');
  assert.equal(nearness(days(29), days(-300), NOW), 'warn');
  assert.equal(nearness(days(6), days(-300), NOW), 'bad');
  assert.equal(nearness(days(-1), days(-300), NOW), 'bad');
});

test('so it is where nobody knows since when', () => {
  assert.equal(nearness(days(29), undefined, NOW), 'warn');
});

test('what is made for a short time is told later', () => {
  assert.equal(nearness(days(6), days(-1), NOW), 'good');
  assert.equal(nearness(days(1.5), days(-5.5), NOW), 'warn');
  assert.equal(nearness(days(0.3), days(-6.7), NOW), 'bad');
  assert.equal(nearness(days(25), days(-65), NOW), 'good');
});

test('an end is in words', () => {
  assert.match(ending(days(6), NOW), /^ends in 6 days$/);
  assert.match(ending(days(-3), NOW), /^ended 3 days ago$/);
});
