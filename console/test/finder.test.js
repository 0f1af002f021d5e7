import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finder, wordsOf } from '../src/parts/finder.js';

test('words stand between spaces, or together between quotation marks', () => {
  assert.deepEqual(wordsOf(' red "blue sky"  42 '), ['red', 'blue sky', '42']);
  assert.equal(finder('  '), null);
  assert.equal(finder(null), null);
});

test('all words have to be there, whatever their case', () => {
  assert.equal(finder('INVOICE overdue').holds('The overdue invoice'), true);
  assert.equal(finder('invoice paid').holds('The overdue invoice'), false);
});

test('what is found is cut out for the eye, and signs mean themselves', () => {
  assert.deepEqual(finder('a.b').parts('xa.b acb'), [
    { text: 'x', found: false },
    { text: 'a.b', found: true },
    { text: ' acb', found: false },
  ]);
  assert.equal(finder('(').holds('('), true);
  assert.equal(finder('a-b/c').holds('a-b/c'), true);
});

test('a word within another does not cut it short', () => {
  assert.deepEqual(finder('in invoice').parts('invoice').filter((p) => p.found), [{ text: 'invoice', found: true }]);
});
