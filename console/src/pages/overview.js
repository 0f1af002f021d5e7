import { html, nothing } from 'lit';
import { address } from '../parts/address.js';
import { bytes, count, counted, distance, hash, time, timeOfDay, visible } from '../parts/format.js';
import { checkInWords, verdict } from '../parts/health.js';
import { Reading, perSecond, rates } from '../parts/metrics.js';
import { Listening } from '../parts/listening.js';
import { problemView } from '../parts/page.js';
import { Place } from '../parts/place.js';
import { sparkline } from '../parts/sparkline.js';
import { badge, facts, table } from '../parts/table.js';
import { ending, listNearness, nearness, skewOf } from '../parts/term.js';

const EVERY = 5_000;
/** Certificates and lists change seldom, and reading them costs the server more. */
const SELDOM = 60_000;
/** Ten minutes. */
const PLACES = 120;
const DAYS = 30;

const USES = {
  tls: "The server's certificate (TLS)",
  receipt: 'The certificate that signs receipts and the record',
  classic: 'The certificate for classic clients',
};

const STATES = { good: 'up', warn: 'look at it', bad: 'down' };
const NEARNESS = { good: 'good', warn: 'ends soon', bad: 'renew now', plain: 'not needed' };
const URGENCY = ['bad', 'warn', 'good', 'plain'];
const LIST_WORDS = {
  missing: 'there is no list that counts',
  unused: 'nobody is known who would need one',
  excused: 'none is asked for',
};

/** Whether all is well, what the server does now, and what ends soon. Looks anew while somebody can see it. */
class Overview extends Place {
  static properties = {
    health: { state: true },
    server: { state: true },
    lists: { state: true },
    certificates: { state: true },
    lookedAt: { state: true },
    paused: { state: true },
    trouble: { state: true },
    audit: { state: true },
  };

  #timer;
  #looking = false;
  #seldom = null;
  #last = null;
  #history = [];
  #lastCommit = null;

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  arrived() {
    this.#look();
  }

  #seen = new Listening(this, document, 'visibilitychange', () => {
    clearTimeout(this.#timer);
    if (!document.hidden && !this.paused) this.#look();
  });

  async #look() {
    clearTimeout(this.#timer);
    if (this.#looking) return;
    this.#looking = true;
    const options = { signal: this.signal };
    // Each is shown as soon as it is there: a server that is not well answers some of them late.
    const looked = await Promise.allSettled([this.#lookAtHealth(options), this.#lookAtMetrics(options), this.#lookSeldom(options)]);
    this.#looking = false;
    if (this.signal.aborted) return;
    this.trouble = looked.find((each) => each.status === 'rejected')?.reason;
    if (this.session.me && !document.hidden && !this.paused) this.#timer = setTimeout(() => this.#look(), EVERY);
  }

  async #lookAtHealth(options) {
    this.health = (await this.client.get('/health', {}, options)).data;
    this.lookedAt = new Date().toISOString();
  }

  async #lookAtMetrics(options) {
    const asked = performance.now();
    const text = await this.client.text('/metrics', {}, options);
    this.#take(new Reading(text, (asked + performance.now()) / 2));
    this.requestUpdate();
  }

  #take(reading) {
    if (this.#last) {
      // A gap, as while the page was hidden, is a gap in the line, too.
      const missed = Math.min(Math.round((reading.at - this.#last.at) / EVERY) - 1, PLACES);
      for (let i = 0; i < missed; i++) this.#history.push(null);
      const now = rates(this.#last, reading);
      if (now?.commits > 0) this.#lastCommit = new Date().toISOString();
      this.#history.push(now);
      this.#history = this.#history.slice(-PLACES);
    }
    this.#last = reading;
  }

  async #lookSeldom(options) {
    if (this.#seldom !== null && performance.now() - this.#seldom < SELDOM) return;
    const before = Date.now();
    const end = new Date(before + DAYS * 86_400_000);
    const soon = { ends_from: new Date(before).toISOString(), ends_before: end.toISOString(), revoked: false };
    const reader = this.session.is('administrator', 'auditor');
    const server = this.client.get('/server', {}, options).then(({ data }) => {
      this.server = data;
      this.skew = skewOf(data.now, before, Date.now());
    });
    const lists = reader && this.client.get('/certificates/crls', {}, options).then(({ data }) => (this.lists = data));
    const certificates = reader && this.client.get('/certificates', soon, options).then(({ data }) => (this.certificates = data));
    await Promise.all([server, lists, certificates]);
    this.#seldom = performance.now();
  }

  /** Certificates of the server and lists: `{name, until, kind, text}`, what is urgent first. */
  #ends() {
    const certificates = (this.server?.certificates ?? []).map((c) => ({
      name: c.use === 'authority' ? `The authority's certificate (${visible(c.subject)})` : (USES[c.use] ?? c.use),
      until: c.not_after,
      kind: nearness(c.not_after, c.not_before),
    }));
    const lists = (this.server?.lists ?? []).map((l) => ({
      name: `The list of ${visible(l.issuer)}`,
      until: l.next_update,
      kind: listNearness(l, this.lists?.items),
      text: LIST_WORDS[l.state],
    }));
    return [...certificates, ...lists]
      .map((end) => ({ ...end, text: end.text ?? ending(end.until) }))
      .sort((a, b) => URGENCY.indexOf(a.kind) - URGENCY.indexOf(b.kind) || (a.until ?? '').localeCompare(b.until ?? ''));
  }

  render() {
    return html`<h1>Overview</h1>
      ${problemView(this.trouble)}
      ${this.health ? this.#found() : html`<p class="quiet" role="status">${this.trouble ? nothing : 'Looking …'}</p>`}`;
  }

  #found() {
    const ends = this.#ends();
    const all = verdict(this.health, ends);
    return html`${this.trouble
        ? html`<p class="notice warn overall">What is below was so ${distance(this.lookedAt)}; how it is now is not known. The
            page goes on trying.</p>`
        : html`<p class="notice ${all.kind} overall" role="status"><strong>${all.text}</strong></p>`}
      <p class="quiet looked">
        <span>Looked at ${timeOfDay(this.lookedAt)},
          ${this.paused ? 'and stopped.' : 'and again every 5 seconds while this page is visible.'}</span>
        <button type="button" class="plain" @click=${this.#pause}>${this.paused ? 'Go on' : 'Stop'}</button>
      </p>
      <h2>Now</h2>
      ${this.#last ? html`<div class="tiles">${this.#tiles()}</div>` : html`<p class="quiet">Looking …</p>`}
      <h2>Checks</h2>
      ${table({
        caption: 'Checks',
        rows: this.health.checks.map(checkInWords),
        columns: [
          { name: 'Check', cell: (c) => c.title },
          { name: 'State', cell: (c) => badge(c.kind, STATES[c.kind]) },
          { name: 'Found', cell: (c) => html`${visible(c.text)} ${c.means}` },
        ],
      })}
      <h2>Record</h2>
      ${this.#last ? this.#record() : html`<p class="quiet">Looking …</p>`}
      <h2>What ends</h2>
      ${table({
        caption: 'Certificates of the server and revocation lists, what is urgent first',
        rows: ends,
        columns: [
          { name: 'What', cell: (e) => e.name },
          { name: 'Ends', cell: (e) => html`${time(e.until)} <span class="quiet">${e.text}</span>` },
          { name: 'State', cell: (e) => badge(e.kind, NEARNESS[e.kind]) },
        ],
        empty: this.server ? 'The server tells of no certificate and no list.' : 'Looking …',
      })}
      ${this.#certificatesOfPeople()}
      <h2>Server</h2>
      ${this.#about()}`;
  }

  #pause = () => {
    this.paused = !this.paused;
    if (!this.paused) this.#look();
    else clearTimeout(this.#timer);
  };

  #tiles() {
    const reading = this.#last;
    const free = reading.value('securechat_data_free_bytes');
    const gauge = (name) => count(reading.value(name) ?? 0);
    return html`
      ${this.#rate('messages', 'Messages', 'messages per second')}
      ${this.#rate('lines', 'Lines of the record', 'lines per second')}
      ${this.#rate('logins', 'Logins', 'logins per second')}
      ${this.#rate('refusals', 'Refusals', 'refusals per second')}
      <div class="tile">
        <h3>Sessions</h3>
        <p class="figure">${gauge('securechat_sessions_open')}</p>
        <p class="quiet">on ${counted(reading.value('securechat_connections_open') ?? 0, 'open connection')}.
          <a href=${address(['sessions'])}>Look at them</a></p>
      </div>
      <div class="tile">
        <h3>Waiting to be written</h3>
        <p class="figure">${gauge('securechat_ledger_queue_lines')}</p>
        <p class="quiet">lines, ${bytes(reading.value('securechat_ledger_queue_bytes') ?? 0)}</p>
      </div>
      <div class="tile">
        <h3>Waiting to be delivered</h3>
        <p class="figure">${gauge('securechat_delivery_queue_tasks')}</p>
        <p class="quiet">deliveries and subscriptions</p>
      </div>
      <div class="tile">
        <h3>Free on the disk</h3>
        <p class="figure">${free === undefined ? 'unknown' : bytes(free)}</p>
        <p class="quiet">where the server's data is</p>
      </div>`;
  }

  #rate(name, title, unit) {
    const values = this.#history.map((r) => r?.[name] ?? null);
    const known = values.filter((v) => v !== null);
    const now = values.at(-1) ?? null;
    const most = Math.max(0, ...known);
    const minutes = Math.max(1, Math.round((values.length * EVERY) / 60_000));
    const span = minutes === 1 ? 'the last minute' : `the last ${minutes} minutes`;
    const label = known.length > 0 ? `in ${span}: at most ${perSecond(most)} per second` : 'nothing is known yet';
    return html`<div class="tile">
      <h3>${title}</h3>
      <p class="figure">${now === null ? '…' : perSecond(now)}</p>
      <p class="quiet">${unit}${known.length > 0 ? `, at most ${perSecond(most)} in ${span}` : nothing}</p>
      ${sparkline(values, PLACES, `${title} ${label}`)}
    </div>`;
  }

  #record() {
    const reading = this.#last;
    const last = this.#history.at(-1);
    const written = reading.sum('securechat_ledger_commit_lines_sum');
    const commits = reading.sum('securechat_ledger_commit_duration_seconds_count');
    const refused = reading.value('securechat_rooms_refused') ?? 0;
    const each = last?.commits > 0 ? count(Math.round(last.commitSeconds * 1000)) : 0;
    return html`${facts([
        ['Lines written since the start', `${count(written)} in ${counted(commits, 'commit')}`],
        ['Last commit', this.#lastCommit ? html`seen at ${timeOfDay(this.#lastCommit)}` : 'none since this page was opened'],
        ['Commits now', last?.commits > 0 ? `${perSecond(last.commits)} per second, ${each} ms each` : 'none'],
        ['Receipts issued since the start', count(reading.value('securechat_receipts_issued_total') ?? 0)],
        ['Rooms that do not verify', refused > 0
          ? badge('bad', counted(refused, 'room is not served', 'rooms are not served'))
          : 'none of those that were looked at'],
        ['Audit log', this.#auditLog()],
      ])}`;
  }

  #auditLog() {
    if (!this.session.is('administrator', 'auditor')) return undefined;
    const found = this.audit;
    return html`<div class="stack">
      ${found
        ? html`<p role="status">${found.intact
            ? html`${badge('good', 'intact')} ${counted(found.lines, 'line')}, verified ${time(found.verified_at)},
                head ${hash(found.chain)}`
            : html`${badge('bad', 'does not verify')} at line ${found.fault_position}: ${visible(found.fault ?? '')}`}</p>`
        : nothing}
      ${this.problemView()}
      <p><button type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${this.#verify}>${this.busy ? 'Verifying …' : found ? 'Verify again' : 'Verify the audit log'}</button>
        <span class="quiet">reads it from the first line to the signed head: about a second for 20,000 lines</span></p>
    </div>`;
  }

  // The button is not disabled meanwhile, as it would lose the focus.
  #verify = async () => {
    if (this.busy) return;
    const answer = await this.run(() => this.client.get('/audit/verification', {}, { signal: this.signal }));
    if (answer) this.audit = answer.data;
  };

  #certificatesOfPeople() {
    if (!this.session.is('administrator', 'auditor')) return nothing;
    if (!this.certificates) return nothing;
    const soon = this.certificates.items;
    const where = address(['certificates'], { ends: DAYS });
    if (soon.length === 0 && !this.certificates.next) {
      return html`<p>No certificate of a person who was here ends within ${DAYS} days.</p>`;
    }
    return html`<p>${badge('warn', counted(soon.length, 'certificate') + (this.certificates.next ? ' or more' : ''))}
      of people who were here ${soon.length === 1 ? 'ends' : 'end'} within ${DAYS} days. <a href=${where}>Look at them</a></p>`;
  }

  #about() {
    if (!this.server) return html`<p class="quiet">Looking …</p>`;
    const { name, version, node, chat, started_at: started } = this.server;
    return html`${this.#cluster()} ${facts([
      ['Name', visible(name)],
      ['Version', version],
      ['Node', visible(node)],
      ['Takes connections at', chat.map(visible).join(', ')],
      ["This computer's clock", this.skew > 30
        ? badge('warn', `${counted(this.skew, 'second')} away from the server's`)
        : undefined],
      ['Started', html`${time(started)} <span class="quiet">${distance(started)}</span>`],
    ])}`;
  }

  /** What is above is of the server that has answered; the others have an overview of their own. */
  #cluster() {
    const { cluster, node } = this.server;
    return cluster?.length
      ? table({
          caption: 'Servers of the cluster',
          rows: cluster,
          columns: [
            { name: 'Server', cell: (c) => html`${visible(c.node)} ${c.node === node ? badge('good', 'this one') : nothing}` },
            { name: 'Joined', cell: (c) => html`${time(c.started_at)} <span class="quiet">${distance(c.started_at)}</span>` },
          ],
        })
      : nothing;
  }
}

customElements.define('sc-overview', Overview);
