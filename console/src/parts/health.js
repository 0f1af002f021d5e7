import { bytes, count, counted } from './format.js';

const reasonOr = (data, otherwise) => (data.reason ? `${data.reason}.` : otherwise);

const uptime = (seconds) => {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return counted(minutes, 'minute');
  return minutes < 2 * 24 * 60
    ? counted(Math.floor(minutes / 60), 'hour')
    : counted(Math.floor(minutes / 1440), 'day');
};

/** What each check is called, and what it has found, in a sentence; `bad` is what follows from it if it is down. */
const CHECKS = {
  process: {
    title: 'Process',
    good: (d) => `No threads block each other. It has run for ${uptime(d.uptime_seconds ?? 0)}.`,
    bad: (d) => reasonOr(d, `${counted(d.deadlocked_threads ?? 0, 'thread')} block each other for ever.`),
  },
  writer: {
    title: 'Writer of the record',
    good: (d) => `It works: ${d.state ?? 'writing'}.`,
    bad: (d) => reasonOr(d, `It has ended: ${d.state ?? 'why is not known'}.`),
  },
  delivery: {
    title: 'Delivery',
    good: (d) =>
      d.queue_tasks > 0 ? `It works; ${counted(d.queue_tasks, 'delivery waits', 'deliveries wait')}.` : 'It works, and nothing waits.',
    bad: (d) =>
      reasonOr(d, d.running ? `One task has taken ${count(Math.round((d.task_ms ?? 0) / 1000))} s so far.` : 'Its thread has ended.'),
  },
  accepting: {
    title: 'Chat port',
    good: (d) => (d.renewal ? `It is open. A renewed certificate cannot be used: ${d.renewal}.` : 'It is open.'),
    bad: (d) => reasonOr(d, 'It is not open: nobody can connect.'),
  },
  database: {
    title: 'Database',
    good: (d) => (d.answer_ms >= 1 ? `It answers in ${count(d.answer_ms)} ms.` : 'It answers in less than 1 ms.'),
    bad: (d) => reasonOr(d, 'It does not answer.'),
  },
  ledger: {
    title: 'Record',
    good: (d) =>
      (d.queue_lines > 0 ? `Lines are written; ${counted(d.queue_lines, 'line waits', 'lines wait')}.` : 'Lines are written, and none waits.') +
      (d.rooms_refused > 0
        ? ` ${counted(d.rooms_refused, 'room is', 'rooms are')} not served, because what is stored does not verify.`
        : ''),
    bad: (d) => reasonOr(d, `No lines are taken: ${d.state ?? 'why is not known'}.`),
  },
  revocation: {
    title: 'Revocation lists',
    good: (d) =>
      d.reason
        ? `${d.reason}.`
        : d.required
          ? 'Each authority on which logins depend has a current list.'
          : 'Logins do not depend on lists here.',
    bad: (d) => reasonOr(d, 'An authority has no current list: those with its certificates cannot log in.'),
  },
  disk: {
    title: 'Disk',
    good: (d) => `${bytes(d.free_bytes ?? 0)} are free.${d.files ? ` No files are taken or given: ${d.files}.` : ''}`,
    bad: (d) => reasonOr(d, `Only ${bytes(d.free_bytes ?? 0)} are free, and ${bytes(d.floor_bytes ?? 0)} are needed.`),
  },
  started: { title: 'Start', good: () => 'The server has started.', bad: (d) => reasonOr(d, 'The server is still starting.') },
};

const MEANS = {
  live: 'Only a restart helps.',
  ready: 'Messages cannot be written now, or soon will not be.',
  started: 'Connections are not accepted yet.',
};

const generic = (data) =>
  Object.entries(data)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ') || 'Nothing more is known.';

/** A check in words: `{title, kind, text, means}`; `kind` is `good`, `warn` or `bad`. */
export function checkInWords({ name, kind, up, data = {} }) {
  const known = CHECKS[name];
  const text = known ? (up ? known.good(data) : known.bad(data)) : generic(data);
  const doubt = up && (data.reason || data.renewal || data.files || data.rooms_refused > 0);
  return {
    title: known?.title ?? name,
    kind: up ? (doubt ? 'warn' : 'good') : 'bad',
    text: text.replace(/^./, (c) => c.toUpperCase()).replace(/\.\.$/, '.'),
    means: up ? '' : (MEANS[kind] ?? ''),
  };
}

const named = (checks) => checks.map(({ title, text }) => `${title}: ${text}`).join(' ');

/**
 * Whether all is well, in a sentence: `{kind, text}`. `ends` are `{name, kind}` of what ends, in the order of the
 * ends.
 */
export function verdict(health, ends) {
  const found = health.checks.map((check) => ({ ...checkInWords(check), of: check.kind }));
  const down = found.filter((check) => check.kind === 'bad');
  if (down.length > 0) {
    const worst = ['live', 'ready', 'started'].find((kind) => down.some((check) => check.of === kind));
    return { kind: 'bad', text: `Not all is well: ${named(down)} ${MEANS[worst] ?? ''}`.trim() };
  }
  if (!health.up) return { kind: 'bad', text: 'Not all is well, but the server does not say what is down.' };
  const doubtful = found.filter((check) => check.kind === 'warn');
  if (doubtful.length > 0) {
    return { kind: 'warn', text: `The server works, but look at this: ${named(doubtful)}` };
  }
  const late = ends.filter((end) => end.kind === 'bad');
  const soon = ends.filter((end) => end.kind === 'warn');
  if (late.length + soon.length > 0) {
    const names = [...late, ...soon].map((end) => end.name);
    const more = names.length > 3 ? `, and ${count(names.length - 3)} more` : '';
    const what = `${names.slice(0, 3).join(', ')}${more}.`;
    return late.length > 0
      ? { kind: 'bad', text: `The server works, but something ends in days or has ended: ${what}` }
      : { kind: 'warn', text: `The server works, but something ends soon: ${what}` };
  }
  return { kind: 'good', text: 'All is well: the server takes messages and writes them to the record, and nothing ends soon.' };
}
