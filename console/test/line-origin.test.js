import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { chainOf, originOf } from '../src/parts/line-origin.js';

const bytes = (text) => new TextEncoder().encode(text);
const link = (previous, line) => createHash('sha256').update(`${previous}\n${line}\n`).digest('hex');

const lines = ['7|2026-11-22T19:00:00.127Z|alice|c1|h1|s1', '8|2026-11-22T19:00:01.127Z|bob|c2|h2|s2'];
const files = new Map([
  ['receipt.json', bytes('{"previous_chain":"aa"}')],
  ['transcript.txt', bytes(lines.join('\n') + '\n')],
  ['messages/7.json', bytes('{"text":"one"}')],
  ['messages/8.json', bytes('{"text":"two"}')],
]);

test('a line has the values of the chain before and after it', async () => {
  const chains = await chainOf(files);
  const first = link('aa', lines[0]);
  assert.deepEqual(originOf(files, chains, 8, true), {
    certificate: 'c2',
    sha256: 'h2',
    signature: 's2',
    before: first,
    chain: link(first, lines[1]),
    json: '{"text":"two"}',
  });
});

test('content whose author is not proven is not handed out', async () => {
  assert.equal(originOf(files, await chainOf(files), 7, false).json, null);
});

test('what was erased is not there', async () => {
  const erased = new Map([...files].filter(([name]) => name !== 'messages/7.json'));
  assert.equal(originOf(erased, await chainOf(erased), 7, true).json, null);
});
