import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address } from '../src/parts/address.js';

test('names stand in an address whatever they are made of', () => {
  assert.equal(address(['people', 'a/b?c#d%']), '#/people/a%2Fb%3Fc%23d%25');
});

test('empty conditions are left out', () => {
  assert.equal(address(['people'], { q: '', state: undefined }), '#/people');
  assert.equal(address(['people'], { q: 'a b&c', state: 'active' }), '#/people?q=a+b%26c&state=active');
});
