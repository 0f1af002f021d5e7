import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reading, perSecond, rates } from '../src/parts/metrics.js';

const at = (ms, ...lines) => new Reading(lines.join('\n'), ms);
const START = 'process_start_time_seconds 1.7E9';

test('a reading has the samples of every metric with their labels', () => {
  const reading = at(
    0,
    '# HELP a_total Something, with a {brace="in"} it.',
    '# TYPE a_total counter',
    'a_total{type="send",result="ok"} 14.0',
    'a_total{result="unavailable",type="send"} 2.0',
    'b 1.795950299511E9',
    'c{le="+Inf"} 3 1700000000000',
  );
  assert.equal(reading.sum('a_total'), 16);
  assert.equal(reading.sum('a_total', (l) => l.result === 'ok'), 14);
  assert.equal(reading.value('b'), 1795950299.511);
  assert.deepEqual(reading.all('c'), [{ labels: { le: '+Inf' }, value: 3 }]);
});

test('labels may have commas, braces, quotes and line ends in them', () => {
  const [sample] = at(0, 'a{issuer="CN=\\"A, B\\" \\\\ {x}\\n",other="}"} 1').all('a');
  assert.deepEqual(sample.labels, { issuer: 'CN="A, B" \\ {x}\n', other: '}' });
});

test('what is no sample is passed over, and what is missing is 0 or undefined', () => {
  const reading = at(0, '', 'no sample', '<html>', 'a', 'free NaN', 'most +Inf');
  assert.equal(reading.sum('a'), 0);
  assert.equal(reading.value('a'), undefined);
  assert.equal(reading.value('free'), undefined);
  assert.equal(reading.value('most'), Infinity);
});

test('a label like a member of every object is a label', () => {
  assert.equal(at(0, 'a{type="__proto__"} 1').sum('a', (l) => l.type === '__proto__'), 1);
});

test('rates are what came between two readings, by second', () => {
  const found = rates(
    at(
      1000,
      START,
      'securechat_requests_total{result="ok",type="send"} 10',
      'securechat_requests_total{result="ok",type="join"} 10',
      'securechat_logins_total{result="ok"} 3',
      'securechat_ledger_commit_lines_sum 10',
      'securechat_ledger_commit_duration_seconds_sum 1',
      'securechat_ledger_commit_duration_seconds_count 10',
    ),
    at(
      6000,
      START,
      'securechat_requests_total{result="ok",type="send"} 20',
      'securechat_requests_total{result="ok",type="join"} 90',
      'securechat_requests_total{result="bad_credentials",type="login"} 5',
      'securechat_logins_total{result="ok"} 4',
      'securechat_logins_total{result="bad_credentials"} 5',
      'securechat_connections_refused_total{reason="limit"} 5',
      'securechat_handshakes_total{group="none",result="bad_certificate"} 5',
      'securechat_handshakes_total{group="none",result="closed"} 50',
      'securechat_handshakes_total{group="none",result="peer_unknown_authority"} 50',
      'securechat_handshakes_total{group="x25519",result="ok"} 50',
      'securechat_ledger_commit_lines_sum 60',
      'securechat_ledger_commit_duration_seconds_sum 1.5',
      'securechat_ledger_commit_duration_seconds_count 20',
    ),
  );
  assert.deepEqual(found, { messages: 2, lines: 10, logins: 0.2, refusals: 3, commits: 2, commitSeconds: 0.05 });
});

test('without a commit there is no time of one', () => {
  assert.equal(rates(at(0, START), at(5000, START)).commitSeconds, null);
});

test('a server that was started anew has no rate, and no time has none', () => {
  const before = at(0, START, 'securechat_ledger_commit_lines_sum 10');
  assert.equal(rates(before, at(5000, 'process_start_time_seconds 1.8E9', 'securechat_ledger_commit_lines_sum 90')), null);
  assert.equal(rates(before, at(5000, START, 'securechat_ledger_commit_lines_sum 9')), null);
  assert.equal(rates(before, at(0, START, 'securechat_ledger_commit_lines_sum 11')), null);
});

test('small rates have a decimal, large ones none', () => {
  assert.equal(perSecond(0), '0');
  assert.match(perSecond(0.44), /^0[.,]4$/);
  assert.equal(perSecond(12.6), '13');
});
