import assert from 'node:assert/strict';
import { test } from 'node:test';

process.env.TZ = 'Europe/Berlin';
const { partsOf, spanOf } = await import('../src/parts/moments.js');

test('days are those of the reader’s zone, and the last counts to its end', () => {
  assert.deepEqual(spanOf({ sinceDay: '2026-11-01', untilDay: '2026-11-30' }), {
    since: '2026-11-01T00:00:00+01:00',
    until: '2026-12-01T00:00:00+01:00',
  });
});

test('the day on which the clocks change has its own length', () => {
  assert.deepEqual(spanOf({ sinceDay: '2026-03-29', untilDay: '2026-03-29' }), {
    since: '2026-03-29T00:00:00+01:00',
    until: '2026-03-30T00:00:00+02:00',
  });
});

test('a time narrows a day', () => {
  assert.deepEqual(spanOf({ sinceDay: '2026-07-01', sinceTime: '14:30', untilDay: '2026-07-01', untilTime: '15:00' }), {
    since: '2026-07-01T14:30:00+02:00',
    until: '2026-07-01T15:00:00+02:00',
  });
});

test('nothing chosen is nothing asked', () => {
  assert.deepEqual(spanOf({}), { since: '', until: '' });
});

test('what makes no sense is refused', () => {
  assert.throws(() => spanOf({ sinceDay: '2026-07-02', untilDay: '2026-07-01' }), /ends before it begins/);
  assert.throws(() => spanOf({ sinceTime: '10:00' }), /first day/);
  assert.throws(() => spanOf({ untilTime: '10:00' }), /last day/);
});

test('moments of another zone are shown in the reader’s', () => {
  assert.deepEqual(partsOf('2026-07-01T12:30:00Z', '2026-07-01T22:00:00Z'), {
    sinceDay: '2026-07-01',
    sinceTime: '14:30',
    untilDay: '2026-07-01',
    untilTime: '',
  });
  assert.deepEqual(partsOf('yesterday', null), { sinceDay: '', sinceTime: '', untilDay: '', untilTime: '' });
});

test('fields that were filled from an address give the same address', () => {
  const span = spanOf({ sinceDay: '2026-03-28', sinceTime: '08:15', untilDay: '2026-10-25' });
  assert.deepEqual(spanOf(partsOf(span.since, span.until)), span);
});
