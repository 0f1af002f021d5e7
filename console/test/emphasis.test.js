import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emphasised, mentionsIn, unseen } from '../src/parts/emphasis.js';
import { finder } from '../src/parts/finder.js';

const called = (text, ...names) => mentionsIn(text, names).map(({ start, end }) => text.slice(start, end));

test('whom a text calls on is what its author has signed, and no other name', () => {
  assert.deepEqual(called('@bob and @carol', 'bob'), ['@bob']);
  assert.deepEqual(called('bob', 'bob'), []);
  assert.deepEqual(called('@Bob, @BOB!', 'bob'), ['@Bob', '@BOB']);
  assert.deepEqual(called('@bob'), []);
});

test('a name is whole', () => {
  assert.deepEqual(called('@bob.', 'bob'), ['@bob']);
  assert.deepEqual(called('@bobby @bob.smith @bob@example.org x@bob', 'bob'), []);
  assert.deepEqual(called('@bob@example.org', 'bob', 'bob@example.org'), ['@bob@example.org']);
  assert.deepEqual(called('@bob.smith', 'bob', 'bob.smith'), ['@bob.smith']);
  assert.deepEqual(called('(@bob)@bob', 'bob'), ['@bob', '@bob']);
});

test('names whose calls cannot be seen are named beside the text', () => {
  assert.deepEqual(unseen('hello @bob', ['alice', 'bob']), ['alice']);
  assert.deepEqual(unseen('hello', []), []);
});

/** What is found in brackets, and mentions in angle brackets. */
const flat = (pieces) =>
  pieces
    .map(({ isMention, parts }) => {
      const text = parts.map((part) => (part.found ? `[${part.text}]` : part.text)).join('');
      return isMention ? `<${text}>` : text;
    })
    .join('');

test('a text is cut at whom it calls on and at what is looked for, wherever these overlap', () => {
  const text = 'ask @bob now, @carol';
  assert.equal(flat(emphasised(text, ['bob', 'carol'], null)), 'ask <@bob> now, <@carol>');
  assert.equal(flat(emphasised(text, ['bob'], finder('bob'))), 'ask <@[bob]> now, @carol');
  assert.equal(flat(emphasised(text, ['bob'], finder('"ask @b" "ob now"'))), '[ask ]<[@b][ob]>[ now], @carol');
  assert.equal(flat(emphasised(text, [], finder('carol'))), 'ask @bob now, @[carol]');
  assert.equal(flat(emphasised('', [], null)), '');
});
