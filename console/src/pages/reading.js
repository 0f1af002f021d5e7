import { html, nothing } from 'lit';
import { Problem, segment } from '../api/client.js';
import { address } from '../parts/address.js';
import '../parts/authority.js';
import { sha256 } from '../parts/certificate-file.js';
import { Choice } from '../parts/choice.js';
import '../parts/export.js';
import { nameField, positionField } from '../parts/fields.js';
import { cut } from '../parts/finder.js';
import { count, counted, time, visible } from '../parts/format.js';
import { Listening } from '../parts/listening.js';
import { Listing } from '../parts/listing.js';
import { spanFields, spanOfForm } from '../parts/moments.js';
import { Place } from '../parts/place.js';
import { countOf } from '../parts/positions.js';
import '../parts/record.js';
import { roomState } from '../parts/rooms.js';
import { badge, facts, table } from '../parts/table.js';
import { trust } from '../parts/trust.js';
import { unlike } from '../parts/verdict.js';
import { Verifier } from '../parts/verifier.js';

/** Where a record from a file stands; no room has this name. */
const FILE = '@file';

/** The record of administration, which is read as a room is. */
const AUDIT = '@audit';

/** Where the server has what is read. */
const base = (room) => (room === AUDIT ? '/audit' : `/rooms/${segment(room)}`);

/** Lines around one that was found. */
const AROUND = 50;

/** Bytes of the largest file that is looked at: the most that a bundle may hold, and what is around it. */
const MOST = 128 * 1024 * 1024;

const place = (path, query) => address(['reading', ...path], query);

/** What to open to read the lines around one. */
const around = (room, position, query) =>
  place([room, `${Math.max(1, position - AROUND)}-${position + AROUND}`], { line: position, ...query });

const nameOf = (room) => (room === AUDIT ? 'the audit log' : visible(room));

const titleOf = (room) => (room === AUDIT ? 'Audit log' : visible(room));

/** How many lines of a range are those of the user who was asked for. */
const linesOfUser = ({ bundles }) => bundles.reduce((sum, { user_lines: theirs }) => sum + countOf(theirs), 0);

const linesCell = ({ fault, lines }) =>
  fault ? html`${badge('bad', 'cannot be read')} ${visible(fault)}` : count(lines);

const marked = ({ text: part, found }) => (found ? html`<mark>${visible(part)}</mark>` : visible(part));

/** What the server has found, with its marks, and with dots where it has left something out. */
function hitText({ text: said, text_offset: left, text_length: length, marks }) {
  const parts = cut(said, marks.map(({ start, length: size }) => [start, start + size]));
  return html`${left > 0 ? '… ' : nothing}${parts.map(marked)}${left + said.length < length ? ' …' : nothing}`;
}

const text = (data, name) => String(data.get(name) ?? '').trim();

/** The reading room: what was said in a room, verified in this browser, line by line. */
class Reading extends Place {
  static properties = {
    plan: { state: true },
    record: { state: true },
    progress: { state: true },
    unlike: { state: true },
  };

  #verifier = new Verifier();
  #rooms = new Listing(this, '/rooms');
  #roomsOfUser = null;
  #hits = null;
  #opening = null;
  #judging = null;
  /** What is being judged, or was last. */
  #judged = null;
  #judgedAnew = new Listening(this, trust, 'change', () => {
    if (!this.#judged) return;
    this.record = undefined;
    this.#judge(this.#judged.bundle, this.#judged.name, this.#judged);
  });

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#opening?.abort();
    this.#verifier.close();
  }

  arrived() {
    const { path, query } = this.route;
    this.problem = undefined;
    this.plan = undefined;
    if (path[0] === FILE || (path.length === 2 && this.#judged?.of === path.join('/'))) return;
    this.#opening?.abort();
    this.#judging?.abort();
    this.#judged = null;
    this.record = undefined;
    this.progress = undefined;
    this.unlike = undefined;
    if (path.length === 0) this.#start(query);
    else if (path.length === 1) this.#choose(path[0], query);
    else this.#open(path[0], path[1]);
  }

  #start(query) {
    this.#roomsOfUser = null;
    const user = query.get('user');
    if (user) {
      this.#roomsOfUser = new Listing(this, `/users/${segment(user)}/rooms`);
      this.#roomsOfUser.find({ since: query.get('since'), until: query.get('until') });
    } else {
      this.#rooms.find({ q: query.get('q'), limit: 50 });
    }
  }

  #choose(room, query) {
    this.#hits = null;
    const common = { since: query.get('since'), until: query.get('until'), user: query.get('user') };
    if (query.get('ask') === 'words') {
      this.#hits = new Listing(this, `${base(room)}/messages`);
      this.#hits.find({ ...common, q: query.get('q'), limit: 50 });
    } else if (query.get('ask') === 'lines') {
      this.run(async () => {
        const asked = { ...common, from: query.get('from'), to: query.get('to') };
        this.plan = (await this.client.get(`${base(room)}/range`, asked, { signal: this.signal })).data;
      });
    }
  }

  /** Fetches a stretch of a room, and has it verified. */
  #open(room, stretch) {
    const [, first, last] = /^([1-9]\d{0,15})-([1-9]\d{0,15})$/.exec(stretch) ?? [];
    const opening = new AbortController();
    this.#opening = opening;
    const signal = AbortSignal.any([opening.signal, this.signal]);
    return this.run(async () => {
      if (!first) throw new Choice('This address names no lines: it should end as in 1-320.');
      this.progress = 'The server makes the bundle, and it is fetched …';
      try {
        const { data, name } = await this.#fetch(room, Number(first), Number(last), signal);
        if (signal.aborted) return;
        await this.#judge(data, name ?? `${room}-${stretch}.zip`, {
          of: `${room}/${stretch}`,
          asked: { room, first: Number(first) },
          signal,
        });
      } catch (failure) {
        if (signal.aborted) return;
        this.progress = undefined;
        throw failure;
      }
    });
  }

  async #fetch(room, from, to, signal) {
    const path = `${base(room)}/bundle`;
    try {
      return await this.client.file(path, { from, to }, { signal });
    } catch (problem) {
      // The room ends sooner, as it does around one of its last lines.
      const sooner = problem instanceof Problem && problem.errors.some(({ field }) => field === 'to');
      if (!sooner) throw problem;
      return this.client.file(path, { from }, { signal });
    }
  }

  /**
   * Has bytes verified and shows what was found; nothing is shown before. `asked` is what the server was asked for.
   * Who is trusted may change meanwhile, and then it begins anew.
   */
  async #judge(bundle, name, { of, asked, signal = this.signal } = {}) {
    this.#judging?.abort();
    const judging = new AbortController();
    this.#judging = judging;
    this.#judged = { bundle, name, of, asked };
    const either = AbortSignal.any([judging.signal, signal]);
    this.progress = 'Every line is verified in this browser …';
    try {
      const result = await this.#verifier.verify(bundle, trust.forVerifier, {
        signal: either,
        onProgress: (done, total) => {
          this.progress = `Every line is verified in this browser: ${count(Math.floor((100 * done) / total))} % …`;
        },
      });
      const print = await sha256(bundle);
      if (either.aborted) return;
      this.unlike = asked ? unlike(result.receipt, asked) : undefined;
      this.record = { result, bundle, name, of, sha256: print, at: new Date().toISOString() };
      this.say(this.unlike ? 'The server has given another record than was asked for.' : `Verdict: ${result.verdict}.`);
    } catch (failure) {
      if (!either.aborted) this.problem = failure;
    } finally {
      if (!either.aborted) this.progress = undefined;
    }
  }

  render() {
    const { path } = this.route;
    if (path.length === 0) return this.#startView();
    if (path[0] === FILE || path.length > 1) return this.#recordView(path);
    return this.#chooseView(path[0]);
  }

  #startView() {
    const { query } = this.route;
    const user = query.get('user') ?? '';
    return html`
      <h1>Reading room</h1>
      <p>Read what was said, with proof. Each line is verified by this browser itself before it is shown; the server is not
        believed. What you fetch is an evidence bundle, and each one is on record in the audit log.</p>
      <sc-authority></sc-authority>
      <section aria-labelledby="room-heading">
        <h2 id="room-heading">Choose a room</h2>
        <form class="filters" role="search" aria-label="Rooms" @submit=${this.#findRooms}>
          ${nameField('Room', 'q', query.get('q') ?? '', { type: 'search', most: 132 })}
          <button type="submit">Search</button>
        </form>
        ${user ? nothing : this.#roomsView()}
      </section>
      <section aria-labelledby="person-heading">
        <h2 id="person-heading">Rooms of a person</h2>
        <p class="quiet">Where somebody spoke or was a member in a time, also where they have left since.</p>
        <form class="filters" aria-label="Rooms of a person" @submit=${this.#findPerson}>
          ${nameField('Username', 'user', user, { required: true })}
          ${spanFields(user ? query.get('since') : '', user ? query.get('until') : '')}
          <button type="submit">Find rooms</button>
        </form>
        ${user ? this.#personView(user) : nothing}
      </section>
      <section aria-labelledby="file-heading">
        <h2 id="file-heading">Open a bundle from a file</h2>
        <p class="quiet">One that came to you in another way. It is read here and sent nowhere.</p>
        <div class="actions">
          <label class="button">Choose an evidence bundle
            <input type="file" class="unseen" accept=".zip,application/zip" @change=${this.#openFile}></label>
        </div>
      </section>
      ${this.problemView()}`;
  }

  #roomsView() {
    const { items, asked } = this.#rooms;
    if (!asked) return this.busy ? html`<p role="status">Loading …</p>` : nothing;
    return html`${table({
      caption: 'Rooms',
      empty: 'No room has such a name.',
      rows: items,
      columns: [
        { name: 'Room', cell: (room) => html`<a href=${place([room.name])}>${visible(room.name)}</a>` },
        { name: 'Kind', cell: (room) => room.visibility },
        { name: 'State', cell: roomState },
        { name: 'Made', cell: (room) => time(room.created_at) },
      ],
    })}
    ${this.#rooms.moreButton()}`;
  }

  #personView(user) {
    const found = this.#roomsOfUser;
    if (!found?.asked) return this.busy ? html`<p role="status">Looking through the rooms …</p>` : nothing;
    const { query } = this.route;
    const span = { since: query.get('since'), until: query.get('until'), user };
    return html`${table({
      caption: `Rooms of ${user}`,
      empty: found.next
        ? 'None among the rooms that were looked through so far.'
        : `${user} took part in no room in this time.`,
      rows: found.items,
      columns: [
        { name: 'Room', cell: ({ room }) => html`<a href=${place([room], { ask: 'lines', ...span })}>${visible(room)}</a>` },
        { name: 'Lines', cell: linesCell, end: true },
        { name: 'Theirs', cell: (range) => count(linesOfUser(range)), end: true },
        { name: 'First', cell: (range) => time(range.first_at) },
        { name: 'Last', cell: (range) => time(range.last_at) },
        { name: 'Member', cell: (range) => (range.member ? 'was a member' : 'spoke only') },
      ],
    })}
    ${found.moreButton()}`;
  }

  #chooseView(room) {
    const { query } = this.route;
    const ask = query.get('ask');
    const of = (name, kind) => (ask === kind ? (query.get(name) ?? '') : '');
    return html`
      <p><a href="#/reading">← Reading room</a></p>
      <h1>Read ${nameOf(room)}</h1>
      <sc-authority></sc-authority>
      <section aria-labelledby="lines-heading">
        <h2 id="lines-heading">Choose the lines</h2>
        <p class="quiet">By a time or by positions; without either it is all of them. All lines of the stretch are fetched,
          also those of others: a proof has no gaps.</p>
        <form class="filters" aria-label="Choose the lines" @submit=${(e) => this.#ask(e, room, 'lines')}>
          ${spanFields(of('since', 'lines'), of('until', 'lines'))}
          <fieldset class="span"><legend>Or positions</legend>
            ${positionField('First line', 'from', of('from', 'lines'))}
            ${positionField('Last line', 'to', of('to', 'lines'))}
          </fieldset>
          ${room === AUDIT ? nothing : nameField('Person to point out (optional)', 'user', of('user', 'lines'))}
          <button type="submit" class="primary" ?disabled=${this.busy}>Find the lines</button>
        </form>
        ${ask === 'lines' ? html`${this.problemView()} ${this.#planView(room)}` : nothing}
      </section>
      ${room === AUDIT ? nothing : this.#wordsView(room, of)}
      ${ask ? nothing : this.problemView()}`;
  }

  #wordsView(room, of) {
    const ask = this.route.query.get('ask');
    return html`<section aria-labelledby="words-heading">
      <h2 id="words-heading">Words that were said</h2>
      <form class="filters" role="search" aria-label="Words that were said"
        @submit=${(e) => this.#ask(e, room, 'words')}>
        <label>Words <input name="q" type="search" maxlength="200" .value=${of('q', 'words')} autocomplete="off"></label>
        ${nameField('Said by (optional)', 'user', of('user', 'words'))}
        ${spanFields(of('since', 'words'), of('until', 'words'))}
        <button type="submit" ?disabled=${this.busy}>Search</button>
      </form>
      ${ask === 'words' ? html`${this.problemView()} ${this.#hitsView(room)}` : nothing}
    </section>`;
  }

  #planView(room) {
    const { plan } = this;
    if (!plan) return this.busy ? html`<p role="status">Looking for the lines …</p>` : nothing;
    if (plan.lines === 0) return html`<p role="status">There is no line of this time.</p>`;
    const user = this.route.query.get('user');
    const theirs = counted(linesOfUser(plan), 'line');
    const member = plan.member ? 'was a member in this time' : 'was no member in this time';
    return html`<div class="plan">
      ${facts([
        ['Lines', html`${count(plan.first)} to ${count(plan.last)}, ${counted(plan.lines, 'line')}`],
        ['From', time(plan.first_at)],
        ['To', time(plan.last_at)],
        [`Of ${visible(user ?? '')}`, user ? `${theirs}; ${member}` : null],
      ])}
      <h3>Read</h3>
      <ul class="bundles">${plan.bundles.map(
        ({ first, last, user_lines: lines }) => html`<li>
          <a class="button" href=${place([room, `${first}-${last}`], { user })}>Read lines ${count(first)} to ${count(last)}</a>
          ${user ? html`<span class="quiet">${counted(countOf(lines), 'line')} of ${visible(user)}</span>` : nothing}</li>`,
      )}</ul>
      <h3>Take away</h3>
      <sc-export .session=${this.session} .base=${base(room)} .plan=${plan}></sc-export>
    </div>`;
  }

  #hitsView(room) {
    const hits = this.#hits;
    if (!hits?.asked) return this.busy ? html`<p role="status">Searching …</p>` : nothing;
    const q = this.route.query.get('q');
    return html`
      <p class="quiet">What the server has found, and not verified yet: open a line to have it verified with those around
        it. ${hits.next ? html`Searched so far: to line ${count(hits.answer.searched_to)}.` : nothing}</p>
      ${hits.items.length === 0
        ? html`<p role="status">${hits.next ? 'Nothing so far.' : 'Nothing was found.'}</p>`
        : html`<ol class="hits" role="list">${hits.items.map(
            (hit) => html`<li>
              <p class="head"><strong>${visible(hit.sender)}</strong> ${time(hit.received_at)}
                <a href=${around(room, hit.position, { words: q })}
                  >Read line ${count(hit.position)} and those around it</a></p>
              <p class="text" dir="auto">${hitText(hit)}</p></li>`,
          )}</ol>`}
      ${hits.moreButton()}`;
  }

  #recordView(path) {
    const { record } = this;
    const { query } = this.route;
    const [room, stretch] = path;
    const file = room === FILE;
    const receipt = record?.result.receipt;
    return html`
      <p class="back">${file
        ? html`<a href="#/reading">← Reading room</a>`
        : html`<a href=${place([room])}>← Other lines of ${nameOf(room)}</a>`}</p>
      <h1>${file ? (receipt ? titleOf(receipt.room) : 'A bundle from a file') : titleOf(room)}${receipt
        ? html`, lines ${count(receipt.first)} to ${count(receipt.last)}`
        : nothing}</h1>
      ${this.problemView()}
      ${this.progress ? html`<p role="status" class="progress">${this.progress}</p>` : nothing}
      ${this.problem && !file
        ? html`<p><button type="button" ?disabled=${this.busy} @click=${() => this.#open(room, stretch)}
            >Try again</button></p>`
        : nothing}
      ${file && !record && !this.progress
        ? html`<p>Choose the file again: nothing of it was kept.</p>
            <div class="actions"><label class="button">Choose an evidence bundle
              <input type="file" class="unseen" accept=".zip,application/zip" @change=${this.#openFile}></label></div>`
        : nothing}
      <sc-authority compact></sc-authority>
      ${record
        ? html`<sc-record .record=${record} .unlike=${this.unlike} .origin=${this.#origin} .addressOf=${this.#addressOf}
              .user=${query.get('user')} .words=${query.get('words')} .line=${Number(query.get('line')) || undefined}
              @place=${this.#moved}></sc-record>`
        : nothing}`;
  }

  #origin = (position) => this.#verifier.line(position);

  #addressOf = ({ user, words, line }) => place(this.route.path, { user, words, line });

  /** Keeps the address that of what is on the screen, so that it can be copied. */
  #moved = ({ detail }) => {
    history.replaceState(history.state, '', this.#addressOf(detail));
  };

  #findRooms = (event) => {
    event.preventDefault();
    location.hash = place([], { q: text(new FormData(event.target), 'q') });
  };

  #findPerson = (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    this.go(() => place([], { user: text(data, 'user'), ...spanOfForm(data) }));
  };

  #ask(event, room, ask) {
    event.preventDefault();
    const data = new FormData(event.target);
    const asked = () => {
      const query = { ask, ...spanOfForm(data), user: text(data, 'user') };
      if (ask === 'words') {
        const words = { ...query, q: text(data, 'q') };
        if (words.q || words.user || words.since || words.until) return words;
        throw new Choice('Say what to look for: words, a person, or a time.');
      }
      const stretch = { from: text(data, 'from'), to: text(data, 'to') };
      if ((stretch.from || stretch.to) && (query.since || query.until)) {
        throw new Choice('Choose a time or positions, not both.');
      }
      return { ...query, ...stretch };
    };
    this.go(() => place([room], asked()));
  }

  #openFile = async ({ target }) => {
    const [file] = target.files;
    target.value = '';
    if (!file) return;
    await this.run(async () => {
      if (file.size > MOST) throw new Choice('The file is larger than any evidence bundle.');
      const bundle = new Uint8Array(await file.arrayBuffer());
      this.record = undefined;
      this.unlike = undefined;
      location.hash = place([FILE]);
      await this.#judge(bundle, file.name);
    });
  };
}

customElements.define('sc-reading', Reading);
