import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ending, listNearness, nearness, skewOf } from '../src/parts/term.js';

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

test('a list is as near its end as the server says, and as its time says where that is known', () => {
  const list = (state, until) => ({ issuer: 'CN=A', state, next_update: until });
  assert.equal(listNearness(list('current', days(20)), [], NOW), 'good');
  assert.equal(listNearness(list('ends_soon', days(6)), [], NOW), 'bad');
  assert.equal(listNearness(list('ended', days(-1)), [], NOW), 'bad');
  assert.equal(listNearness(list('missing'), [], NOW), 'bad');
  assert.equal(listNearness(list('unused'), [], NOW), 'plain');
  const known = [{ issuer: 'CN=A', next_update: days(20), this_update: days(-200) }];
  assert.equal(listNearness(list('current', days(20)), known, NOW), 'warn');
  assert.equal(listNearness({ ...list('current', days(20)), issuer: 'CN=B' }, known, NOW), 'good');
});

test('a clock is away only by more than the answer took', () => {
  assert.equal(skewOf(new Date(NOW).toISOString(), NOW - 500, NOW + 500), 0);
  assert.equal(skewOf(new Date(NOW).toISOString(), NOW + 60_000, NOW + 61_000), 60);
  assert.equal(skewOf(new Date(NOW).toISOString(), NOW - 31_000, NOW - 30_000), 30);
});
