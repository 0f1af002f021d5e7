import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, finder, wordsOf } from '../src/parts/finder.js';

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
  assert.equal(
    finder('in invoice')
      .parts('invoice')
      .map((part) => part.text)
      .join('|'),
    'in|voice',
  );
  assert.ok(finder('in invoice').parts('invoice').every((part) => part.found));
});

test('accents, compatible characters and kinds of white space make no difference, as on the server', () => {
  assert.equal(finder('grusse').holds('viele GR\u00dcSSE'), true);
  assert.equal(finder('"a b"').holds('a\u00a0 \tb'), true);
  assert.deepEqual(finder('cafe').parts('\u{1f44b} Cafe\u0301 nero'), [
    { text: '\u{1f44b} ', found: false },
    { text: 'Cafe\u0301', found: true },
    { text: ' nero', found: false },
  ]);
});

test('spans may overlap', () => {
  assert.deepEqual(cut('abcdef', [[2, 4], [1, 3]]).map((part) => part.text), ['a', 'bc', 'd', 'ef']);
  assert.deepEqual(cut('abc', []), [{ text: 'abc', found: false }]);
});
