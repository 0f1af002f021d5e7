import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broken, meaningOf, unlike, verdictWords } from '../src/parts/verdict.js';

const result = (verdict, more) => ({ verdict, checks: [{ ok: false }], lines: [{}, {}], isOwnAuthority: false, ...more });

test('a record that is verified against the authority that was brought looks good, and no other does', () => {
  assert.equal(meaningOf(result('VERIFIED')).kind, 'good');
  assert.equal(meaningOf(result('VERIFIED', { isOwnAuthority: true })).kind, 'warn');
  assert.match(verdictWords(result('VERIFIED', { isOwnAuthority: true })), /its own copy/);
  assert.equal(meaningOf(result('INCOMPLETE')).kind, 'warn');
  assert.equal(meaningOf(result('NEEDS A NEWER VERIFIER')).kind, 'warn');
  assert.equal(meaningOf(result('FAILED')).kind, 'bad');
  assert.equal(meaningOf(result('SPLENDID')).kind, 'bad');
});

test('a good record that is another one than was asked for is told', () => {
  const receipt = { room: 'team', first: 3, last: 9 };
  assert.equal(unlike(receipt, { room: 'team', first: 3 }), undefined);
  assert.equal(unlike(receipt, { room: 'team', first: 3, last: 9 }), undefined);
  assert.match(unlike(receipt, { room: 'lobby', first: 3 }), /of the room team/);
  assert.match(unlike(receipt, { room: 'team', first: 1 }), /begins with line 3/);
  assert.match(unlike(receipt, { room: 'team', first: 3, last: 20 }), /ends with line 9/);
});

test('a record that continues another history is told', () => {
  const before = { last: 9, chain: 'aa' };
  assert.equal(broken({ first: 10, previousChain: 'aa' }, before), undefined);
  assert.match(broken({ first: 10, previousChain: 'bb' }, before), /does not continue/);
  assert.equal(broken({ first: 1, previousChain: 'bb' }, null), undefined);
});
