import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkInWords, verdict } from '../src/parts/health.js';

const check = (name, up, data = {}, kind = 'ready') => ({ name, kind, up, data });
const well = { up: true, checks: [check('database', true, { answer_ms: 2 }), check('started', true, {}, 'started')] };

test('a check that is up says what was found', () => {
  assert.deepEqual(checkInWords(check('ledger', true, { state: 'writing', queue_lines: 1, rooms_refused: 0 })), {
    title: 'Record',
    kind: 'good',
    text: 'Lines are written; 1 line waits.',
    means: '',
  });
  assert.equal(checkInWords(check('process', true, { uptime_seconds: 7_300 }, 'live')).text, 'No threads block each other. It has run for 2 hours.');
});

test('a check that is down says why, and what that means', () => {
  const words = checkInWords(check('disk', false, { free_bytes: 104_857_600, floor_bytes: 268_435_456 }));
  assert.equal(words.kind, 'bad');
  assert.equal(words.text, 'Only 100 MiB are free, and 256 MiB are needed.');
  assert.equal(words.means, 'Messages cannot be written now, or soon will not be.');
  assert.equal(checkInWords(check('database', false, { reason: 'no answer within 3000 ms' })).text, 'No answer within 3000 ms.');
  assert.equal(checkInWords(check('writer', false, { state: 'another server writes' }, 'live')).means, 'Only a restart helps.');
});

test('a check that is up with a reason is to be looked at', () => {
  assert.equal(checkInWords(check('revocation', true, { required: true, reason: 'the list of CN=A ends soon' })).kind, 'warn');
  assert.equal(checkInWords(check('ledger', true, { rooms_refused: 1, queue_lines: 0 })).kind, 'warn');
  assert.equal(checkInWords(check('accepting', true, { renewal: 'the key is another one' })).kind, 'warn');
  const disk = checkInWords(check('disk', true, { free_bytes: 104_857_600, files: 'it is not mounted' }));
  assert.equal(disk.kind, 'warn');
  assert.equal(disk.text, '100 MiB are free. No files are taken or given: it is not mounted.');
});

test('a check that this console does not know is shown as it is', () => {
  assert.deepEqual(checkInWords(check('moon', false, { phase: 'new' })), {
    title: 'moon',
    kind: 'bad',
    text: 'Phase: new',
    means: 'Messages cannot be written now, or soon will not be.',
  });
});

test('all is well only if every check is up and nothing ends soon', () => {
  assert.equal(verdict(well, []).kind, 'good');
  assert.match(verdict(well, [{ name: 'the list', kind: 'good' }]).text, /^All is well/);
  assert.equal(verdict(well, [{ name: 'the list', kind: 'warn' }]).kind, 'warn');
  assert.equal(verdict({ ...well, up: false }, []).kind, 'bad');
});

test('what is worst is said first', () => {
  const down = { up: false, checks: [check('disk', false), check('writer', false, {}, 'live')] };
  const { kind, text } = verdict(down, [{ name: 'the list', kind: 'bad' }]);
  assert.equal(kind, 'bad');
  assert.match(text, /^Not all is well: Disk: .* Only a restart helps\.$/);
  assert.doesNotMatch(text, /the list/);
});

test('of many things that end, three are named', () => {
  const ends = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, kind: name === 'd' ? 'bad' : 'warn' }));
  assert.match(verdict(well, ends).text, /: d, a, b, and 2 more\.$/);
  assert.equal(verdict(well, ends).kind, 'bad');
});
