import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLast, waysIn } from '../src/parts/administrators.js';

const one = (name, role = 'administrator', state = 'active') => ({ name, role, state });

test('the last active administrator is protected', () => {
  assert.equal(isLast('root', [one('root'), one('ines', 'auditor'), one('old', 'administrator', 'disabled')]), true);
});

test('others are not', () => {
  const all = [one('root'), one('eva'), one('old', 'administrator', 'disabled')];
  assert.equal(isLast('root', all), false);
  assert.equal(isLast('old', all), false);
  assert.equal(isLast('ines', [one('root'), one('ines', 'auditor')]), false);
});

test('ways to log in are in words', () => {
  assert.equal(waysIn({ password: true, certificate: 'none' }), 'password');
  assert.equal(waysIn({ password: true, certificate: 'pinned' }), 'password, or this one certificate');
  assert.equal(waysIn({ password: false, certificate: 'named' }), 'any valid certificate that names them');
  assert.equal(waysIn({ password: false, certificate: 'none' }), 'nothing: cannot log in');
});
