const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

const numberOf = (text) =>
  ({ '+Inf': Infinity, Inf: Infinity, '-Inf': -Infinity, NaN: NaN })[text] ?? Number(text);

const labelsOf = (text) =>
  Object.fromEntries(
    [...(text ?? '').matchAll(LABEL)].map(([, name, value]) => [name, value.replace(/\\./g, (e) => ESCAPES[e] ?? e)]),
  );

/** The metrics of a server at one time, from Prometheus' text format. Lines that are none are passed over. */
export class Reading {
  #samples = new Map();

  /** @param at when it was read, in milliseconds of a clock that does not jump */
  constructor(text, at) {
    this.at = at;
    for (const line of text.split('\n')) {
      if (line.startsWith('#')) continue;
      const found = SAMPLE.exec(line);
      if (!found) continue;
      const [, name, labels, value] = found;
      if (!this.#samples.has(name)) this.#samples.set(name, []);
      this.#samples.get(name).push({ labels: labelsOf(labels), value: numberOf(value) });
    }
  }

  /** Samples of a metric: `{labels, value}`. */
  all(name) {
    return this.#samples.get(name) ?? [];
  }

  /** The sum of those samples of a metric whose labels fit, 0 if there is none. */
  sum(name, fits = () => true) {
    return this.all(name)
      .filter((sample) => fits(sample.labels))
      .reduce((total, sample) => total + sample.value, 0);
  }

  /** The value of a metric without labels, undefined if the server does not tell it. */
  value(name) {
    const value = this.all(name)[0]?.value;
    return Number.isNaN(value) ? undefined : value;
  }
}

const notOk = (labels) => labels.result !== 'ok';

/** What a peer has broken off or refused is no refusal of the server's. */
const refusedHere = ({ result }) => result !== 'ok' && result !== 'closed' && !result.startsWith('peer_');

const COUNTERS = {
  messages: (r) => r.sum('securechat_requests_total', (l) => l.type === 'send' && l.result === 'ok'),
  lines: (r) => r.sum('securechat_ledger_commit_lines_sum'),
  logins: (r) => r.sum('securechat_logins_total', (l) => l.result === 'ok'),
  // Logins that fail are among the requests.
  refusals: (r) =>
    r.sum('securechat_requests_total', notOk) +
    r.sum('securechat_connections_refused_total') +
    r.sum('securechat_handshakes_total', refusedHere),
  commits: (r) => r.sum('securechat_ledger_commit_duration_seconds_count'),
};

/**
 * What the server has done between two readings, per second: `{messages, lines, logins, refusals, commits}`, and
 * `commitSeconds`, how long one commit took on average, null without a commit. Null if the server was started anew
 * between them, or no time has passed.
 */
export function rates(before, after) {
  const seconds = (after.at - before.at) / 1000;
  const start = 'process_start_time_seconds';
  if (!(seconds > 0) || before.value(start) !== after.value(start)) return null;
  const result = {};
  for (const [name, counter] of Object.entries(COUNTERS)) {
    const more = counter(after) - counter(before);
    if (more < 0) return null;
    result[name] = more / seconds;
  }
  const duration = 'securechat_ledger_commit_duration_seconds_sum';
  const commits = result.commits * seconds;
  result.commitSeconds = commits > 0 ? (after.sum(duration) - before.sum(duration)) / commits : null;
  return result;
}

/** A rate for the eye: "0", "0.4", "12", "8,650". */
export const perSecond = (rate) =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: rate < 10 ? 1 : 0 }).format(rate);
