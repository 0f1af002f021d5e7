import { html, nothing } from 'lit';
import { address as addressOf } from '../parts/address.js';
import '../parts/authority.js';
import { Choice } from '../parts/choice.js';
import '../parts/export.js';
import { nameField } from '../parts/fields.js';
import { count, counted, hash, time, visible } from '../parts/format.js';
import { Listing } from '../parts/listing.js';
import { spanFields, spanOfForm } from '../parts/moments.js';
import { Place } from '../parts/place.js';
import { badge, facts, table } from '../parts/table.js';

const FILTERS = ['actor', 'action', 'subject', 'outcome', 'source', 'since', 'until'];

const OUTCOMES = { success: ['plain', 'success'], failure: ['warn', 'failure'], denied: ['bad', 'denied'] };

/** What actions begin with, for those who do not know them by heart. */
const ACTIONS = [
  'administrator', 'audit', 'bundle', 'certificate', 'chat', 'crl', 'database', 'message', 'receipt', 'record',
  'rollback', 'room', 'server', 'session', 'transcript', 'user',
];

const address = (path, query) => addressOf(['audit', ...path], query);

const outcome = (line) => badge(...(OUTCOMES[line.outcome] ?? ['bad', line.outcome]));

const OTHERS = { '@server': 'the server', '@nobody': 'nobody known', '@machine': 'a person at the server’s files' };

const actorOf = (actor) => OTHERS[actor] ?? visible(actor);

const isHash = (text) => /^[0-9a-f]{64}$/.test(text);

const detailOf = (value) => (isHash(value) ? hash(value) : visible(value));

const labelOf = (name) => visible(name.replaceAll('_', ' '));

/** Details that say something, as "name: value". */
const detailsOf = ({ details }) =>
  Object.entries(details)
    .filter(([, value]) => value !== '')
    .map(
      ([name, value]) =>
        html`<span class="detail"><span class="quiet">${labelOf(name)}:</span> ${detailOf(value)}</span>`,
    );

const wholeDetailOf = (value) => {
  if (value === '') return '(empty)';
  return isHash(value) ? html`<code class="print">${value}</code>` : visible(value);
};

const actionCell = (line) => html`<code>${line.action}</code>
  ${line.outcome === 'success' ? nothing : outcome(line)}
  ${line.count > 1 ? html`<br>${count(line.count)} times` : nothing}`;

const actorCell = ({ actor, role, method }) => html`${actorOf(actor)}
  ${role ? html`<br><span class="quiet">${role}${method ? `, by ${method}` : ''}</span>` : nothing}`;

/** A value with a way to all lines that have it. */
const linked = (value, words, query) => html`${value} <a href=${address([], query)}>${words}</a>`;

/** Who did what, when and from where. */
class Audit extends Place {
  static properties = {
    line: { state: true },
    plan: { state: true },
    verified: { state: true },
  };

  #lines = new Listing(this, '/audit');

  arrived() {
    const { path, query } = this.route;
    this.problem = undefined;
    this.plan = undefined;
    this.verified = undefined;
    if (path[0] === 'export') this.#plan(query);
    else if (path.length) this.#open(path[0]);
    else this.#find();
  }

  #find() {
    const { query } = this.route;
    return this.#lines.find(Object.fromEntries(FILTERS.map((name) => [name, query.get(name)])));
  }

  async #open(position) {
    this.line = undefined;
    await this.run(async () => {
      if (!/^[1-9]\d{0,15}$/.test(position)) throw new Choice('This address names no line.');
      const { data } = await this.client.get(`/audit/${position}`, {}, { signal: this.signal });
      if (this.route.path[0] === position) this.line = data;
    });
  }

  #plan(query) {
    if (!query.has('ask')) return;
    this.run(async () => {
      const span = { since: query.get('since'), until: query.get('until') };
      this.plan = (await this.client.get('/audit/range', span, { signal: this.signal })).data;
    });
  }

  render() {
    const [part] = this.route.path;
    if (part === 'export') return this.#exportView();
    return part ? this.#oneView(part) : this.#allView();
  }

  #allView() {
    const { query } = this.route;
    const value = (name) => query.get(name) ?? '';
    return html`
      <h1>Audit log</h1>
      <p>Who did what, the newest first. That you look into it is a line of the log, too.</p>
      <form class="filters" role="search" aria-label="Audit log" @submit=${this.#search}>
        ${nameField('Who did it', 'actor', value('actor'))}
        ${nameField('Action, or its first words', 'action', value('action'), { list: 'actions' })}
        <datalist id="actions">${ACTIONS.map((name) => html`<option value=${name}></option>`)}</datalist>
        ${nameField('To whom or what', 'subject', value('subject'))}
        <label>Outcome <select name="outcome">
          ${this.optionsView([['', 'all'], ...Object.keys(OUTCOMES).map((name) => [name, name])], value('outcome'))}
        </select></label>
        ${nameField('From address', 'source', value('source'))}
        ${spanFields(value('since'), value('until'))}
        <button type="submit" class="primary">Search</button>
        ${query.size ? html`<a class="button" href="#/audit">All lines</a>` : nothing}
      </form>
      <div class="actions">
        <button type="button" ?disabled=${this.busy} @click=${this.#verify}>Verify the whole log now</button>
        <a class="button" href=${address(['export'], { since: value('since'), until: value('until') })}
          >Take it away as evidence</a>
        <a class="button" href="#/reading/@audit">Read it verified</a>
      </div>
      ${this.#verifiedView()}
      ${this.problemView()}
      ${this.#lines.foundView('line')}
      ${this.#lines.asked
        ? html`${table({
            caption: 'Lines of the audit log',
            empty: 'No line is so.',
            rows: this.#lines.items,
            columns: [
              { name: 'Line', narrow: true, cell: (line) => html`<a href=${address([line.position])}>${count(line.position)}</a>` },
              { name: 'When', cell: (line) => time(line.at) },
              { name: 'What', cell: actionCell },
              { name: 'Who', cell: actorCell },
              { name: 'To', cell: (line) => detailOf(line.subject), long: true },
              { name: 'From', cell: (line) => visible(line.source) },
              { name: 'Details', cell: detailsOf, long: true },
            ],
          })}`
        : nothing}
      ${this.#lines.moreButton()}`;
  }

  #verifiedView() {
    const found = this.verified;
    if (found === 'busy') {
      return html`<p role="status">The server follows the whole chain: about a second for 20 000 lines …</p>`;
    }
    if (!found) return nothing;
    return found.intact
      ? html`<div class="notice good" role="status">
          <p><strong>✓ Intact.</strong> ${counted(found.lines, 'line')} verified ${time(found.verified_at)}, from the first to
            the signed head.</p>
          <p>The chain’s value after the last: <code class="print">${found.chain}</code></p>
          <p class="quiet">This is the server’s own word. For proof without it, take the log away as evidence.</p></div>`
      : html`<div class="notice bad" role="alert">
          <p><strong>✗ The audit log does not verify</strong>, at line ${count(found.fault_position)}:
            ${visible(found.fault ?? '')}</p>
          <p>${counted(found.lines, 'line')} before it verified, ${time(found.verified_at)}. Nothing can be administered until
            this has been looked into: stop, keep a copy of the database, compare with the last bundle that an auditor
            holds.</p></div>`;
  }

  #verify = async () => {
    this.verified = 'busy';
    const answer = await this.run(() => this.client.get('/audit/verification', {}, { signal: this.signal }));
    this.verified = answer?.data;
  };

  #search = (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    this.go(() => address([], {
      ...Object.fromEntries(FILTERS.slice(0, 5).map((name) => [name, data.get(name).trim()])),
      ...spanOfForm(data),
    }));
  };

  #oneView(position) {
    const { line } = this;
    return html`
      <p class="back"><a href="#/audit">← Audit log</a></p>
      <h1>Line ${position} of the audit log</h1>
      ${this.problemView()}
      ${line
        ? html`${facts([
            ['Action', html`<code>${line.action}</code>`],
            ['Outcome', outcome(line)],
            ['Who', linked(actorOf(line.actor), 'All of this actor', { actor: line.actor })],
            ['Role', line.role || null],
            ['Proved who they are by', line.method || null],
            ['To whom or what', line.subject ? linked(visible(line.subject), 'All about this', { subject: line.subject }) : null],
            ['From', line.source ? linked(visible(line.source), 'All from this address', { source: line.source }) : null],
            ['When', time(line.at)],
            ['Written', time(line.recorded_at)],
            ['How often', line.count > 1 ? `${count(line.count)} times; the time is that of the last` : null],
            ...Object.entries(line.details).map(([name, detail]) => [labelOf(name), wholeDetailOf(detail)]),
            ['Chain with it', html`<code class="print">${line.chain}</code>`],
          ])}
          <div class="actions">
            ${line.position > 1 ? html`<a class="button" href=${address([line.position - 1])}>Line before</a>` : nothing}
            <a class="button" href=${address([line.position + 1])}>Line after</a>
          </div>`
        : this.busy
          ? html`<p role="status">Loading …</p>`
          : nothing}`;
  }

  #exportView() {
    const { query } = this.route;
    const { plan } = this;
    return html`
      <p class="back"><a href="#/audit">← Audit log</a></p>
      <h1>Take the audit log away</h1>
      <p>As evidence bundles, which verify without this server. Keep them where the server’s administrators cannot reach
        them: from then on the log up to there cannot be rewritten without contradicting them.</p>
      <sc-authority></sc-authority>
      <form class="filters" aria-label="Time" @submit=${(event) => {
        event.preventDefault();
        const data = new FormData(event.target);
        this.go(() => address(['export'], { ask: 'lines', ...spanOfForm(data) }));
      }}>
        ${spanFields(query.get('since'), query.get('until'))}
        <button type="submit" class="primary" ?disabled=${this.busy}>Find the lines</button>
      </form>
      ${this.problemView()}
      ${plan
        ? plan.lines === 0
          ? html`<p role="status">The log has no line of this time.</p>`
          : html`${facts([
                ['Lines', `${count(plan.first)} to ${count(plan.last)}, ${counted(plan.lines, 'line')}`],
                ['From', time(plan.first_at)],
                ['To', time(plan.last_at)],
              ])}
              <sc-export .session=${this.session} .base=${'/audit'} .plan=${plan}></sc-export>`
        : this.busy
          ? html`<p role="status">Looking for the lines …</p>`
          : nothing}`;
  }
}

customElements.define('sc-audit', Audit);
