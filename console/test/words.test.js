import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf, linesOf } from '../src/parts/positions.js';
import { faultsOf, saidBy, sizeWords, speaker, stateOf } from '../src/parts/words.js';

const event = (position, what, subject, actor) => ({
  position,
  receivedAt: '2026-11-22T19:00:00.127Z',
  sender: '@server',
  state: 'verified',
  kind: 'event/1',
  payload: { event: what, subject, actor },
});

test('events are sentences', () => {
  const words = (...args) => saidBy(event(1, ...args)).note;
  assert.equal(words('created', 'alice', 'alice'), 'alice made the room');
  assert.equal(words('created', 'alice', '@server'), 'the room was made for alice (by the server)');
  assert.equal(words('left', 'bob', 'alice'), 'bob is out of the room (by alice)');
  assert.equal(words('invited', 'bob', '@server'), 'the server invited bob');
  assert.equal(words('erased', '3,5-9', '@server'), 'the content of lines 3, 5 to 9 was erased (by the server)');
});

test('decisions about a room are sentences', () => {
  const words = (what, subject, value = '', until = '', actor = 'alice') =>
    saidBy({ kind: 'event/2', payload: { event: what, subject, actor, value, until } }).note;
  assert.equal(words('owner', 'bob'), 'alice made bob the owner of the room');
  assert.equal(words('moderator', 'bob', '', '', '@server'), 'the server made bob a moderator');
  assert.equal(words('member', 'alice'), 'alice is no longer a moderator');
  assert.equal(words('kicked', 'bob', 'spam'), 'alice took bob out of the room: “spam”');
  assert.equal(words('banned', 'bob', '', '2026-11-30T12:00:00.000Z'), 'alice banned bob until 2026-11-30 12:00 UTC');
  assert.equal(words('topic', 'lobby', 'Friday'), 'alice set the topic: “Friday”');
  assert.equal(words('rules', 'lobby'), 'alice removed the rules');
  assert.equal(words('unpinned', '17', 'ab'), 'alice unpinned line 17');
  assert.equal(words('slow', 'lobby', '0'), 'alice ended slow mode');
  assert.equal(words('writers', 'lobby', 'members'), 'alice opened the room for all members to write');
});

test('a line without a proven author has words of ours and no text', () => {
  const line = { position: 3, sender: 'alice', state: 'failed', reason: 'signature: not the key', kind: null, payload: null, isWithheld: true };
  assert.deepEqual(saidBy(line), { note: 'the content is not shown: who said it is not proven' });
  assert.deepEqual(faultsOf(line), ['signature: not the key']);
});

test('an erased line says by whom, where the record knows', () => {
  const line = { position: 3, sender: 'alice', state: 'erased', reason: '', kind: null, payload: null, isWithheld: false };
  const erasure = { by: '@server', at: '2026-11-22T19:00:00.127Z', position: 5 };
  assert.equal(saidBy({ ...line, erasure }).note, 'erased by the server at 2026-11-22 19:00:00 UTC, says line 5');
  assert.equal(saidBy({ ...line, erasure: null }).note, 'erased; a line after this record says by whom');
});

test('a program is marked, and a webhook is no person', () => {
  const line = { position: 3, sender: 'dice', state: 'verified', kind: 'message/1', payload: { text: '4', byProgram: true } };
  assert.equal(speaker(line), 'dice [bot]');
  assert.equal(speaker({ ...line, payload: { text: '4' } }), 'dice');
  assert.equal(speaker({ ...line, payload: null }), 'dice');
  const hook = { position: 4, sender: '@server', state: 'verified', kind: 'webhook/1', payload: { name: 'build', text: 'red' } };
  assert.deepEqual(saidBy(hook), { note: 'webhook “build”: red' });
});

test('a line of an unknown kind says that', () => {
  const line = { position: 3, sender: 'alice', state: 'unknown kind', kind: 'poll/1', payload: null };
  assert.equal(saidBy(line).note, 'of a kind unknown to this version: poll/1');
});

test('a line about another says what it does to it, apart from the words of its author', () => {
  const said = (kind, payload) => saidBy({ kind, payload: { about: { position: 12 }, ...payload } });
  assert.deepEqual(said('reply/1', { text: 'yes' }), { text: 'yes' });
  assert.deepEqual(saidBy({ kind: 'message/2', payload: { mentions: ['bob'], text: '@bob' } }), { text: '@bob' });
  assert.deepEqual(said('edit/1', { text: 'no' }), { deed: ['edited ', { line: 12 }], note: 'edited line 12', text: 'no' });
  assert.equal(said('retraction/1', {}).note, 'took line 12 back');
  assert.equal(said('retraction/1', {}).text, undefined);
  const given = said('reaction/1', { symbol: '👍', action: 'given' });
  assert.equal(given.note, 'gave 👍 to line 12');
  assert.deepEqual(given.deed, ['gave ', { symbol: '👍' }, ' to ', { line: 12 }]);
  assert.equal(said('reaction/1', { symbol: '👍', action: 'withdrawn' }).note, 'withdrew 👍 from line 12');
  const removed = said('removal/1', { reason: 'spam' });
  assert.equal(removed.note, 'removed line 12: “spam”');
  assert.deepEqual(removed.deed, ['removed ', { line: 12 }, ': ', { reason: 'spam' }]);
  assert.equal(removed.text, undefined);
  assert.equal(said('removal/1', { reason: '' }).note, 'removed line 12');
});

test('a line about what was read says how far', () => {
  const said = (after) => saidBy({ kind: 'read/1', payload: { after } });
  assert.deepEqual(said(7), { deed: ['has read up to ', { line: 7 }], note: 'has read up to line 7' });
  assert.equal(said(0).note, 'has read up to line 0');
});

test('of an unknown state nothing good is believed', () => {
  assert.equal(stateOf({ state: 'splendid' }).kind, 'bad');
  assert.equal(stateOf({ state: 'splendid' }).trouble, true);
});

test('a line of the audit log reads as in the other verifiers', () => {
  const payload = {
    action: 'user.disable', outcome: 'success', actor: 'root', role: 'administrator', method: 'password',
    subject: 'alice', source: '192.0.2.7', count: 2, details: { reason: 'left', empty: '' },
  };
  assert.equal(
    saidBy({ kind: 'audit/1', payload }).note,
    'user.disable, success: by root as administrator, authenticated by password, on alice, from 192.0.2.7, 2 times, reason left',
  );
});

test('positions are counted and read', () => {
  assert.equal(countOf('4,9-12'), 5);
  assert.equal(countOf(undefined), 0);
  assert.equal(linesOf('4'), 'line 4');
});

test('a file has its name, its size and the hash that can be compared', () => {
  const payload = { name: 'report.pdf', size: 2_100_000, mediaType: 'application/pdf', sha256: 'ab'.repeat(32), mentions: [], text: '' };
  const said = saidBy({ position: 3, sender: 'alice', state: 'verified', kind: 'file/1', payload });
  assert.deepEqual(said, { text: '', note: `sent a file: “report.pdf” (2.1 MB, SHA-256 ${'ab'.repeat(32)})` });
  assert.deepEqual([0, 1, 999, 1000, 999_949, 999_950].map(sizeWords), ['0 bytes', '1 byte', '999 bytes', '1.0 kB', '999.9 kB', '1.0 MB']);
});
