import { LitElement, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { finder } from './finder.js';
import { count, counted, dayOf, time, timeOfDay, visible } from './format.js';
import { Listening } from './listening.js';
import {
  answeredView,
  deedView,
  doubtedView,
  editView,
  goneView,
  idleView,
  marked,
  messageView,
  reactionsView,
  readersView,
  wordsView,
} from './saying.js';
import { facts } from './table.js';
import { answered, isHidden, readersOf, threadOf } from './thread.js';
import { faultsOf, isEvent, saidBy, speaker, stateOf } from './words.js';

/** Lines that are drawn together. What is far from the eye is not drawn until it comes near. */
const CHUNK = 200;
/** Pixels that a line has, by and large, while it is not drawn. */
const LINE_HEIGHT = 78;

const NAMES = {
  user: 'a URI of SecureChat’s',
  cn: 'its common name',
  email: 'its mail address',
  upn: 'its user principal name',
};

const dayKey = (iso) => {
  const date = new Date(iso);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
};

/**
 * The lines of a verified record, for reading: `lines` and `certificates` as the verifier gives them, and `origin`, which
 * asks it what a line was made of. Messages read as they did at the end, and what changed them is a line as well. `user`
 * and `words` are shown with emphasis, and `line` is where to begin. Tells `place` with `{user, words, line}` when the
 * reader has gone elsewhere; `addressOf` gives the address of such a place.
 */
class Conversation extends LitElement {
  static properties = {
    lines: { attribute: false },
    certificates: { attribute: false },
    origin: { attribute: false },
    addressOf: { attribute: false },
    user: { attribute: false },
    words: { attribute: false },
    line: { attribute: false },
    state: { state: true },
    current: { state: true },
  };

  #entries = [];
  #thread = new Map();
  #readers = [];
  #chunks = [];
  #finder = null;
  #matches = [];
  #details = new Map();
  /** Counts up with everything that changes how lines look. */
  #look = 0;
  #watch = new IntersectionObserver((seen) => this.#near(seen), { rootMargin: '1500px 0px' });
  #printing = new Listening(this, window, 'beforeprint', () => this.#drawAll());

  constructor() {
    super();
    this.lines = [];
    this.certificates = [];
    this.addressOf = () => '';
    this.user = '';
    this.words = '';
    this.state = '';
    this.current = -1;
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
  }

  willUpdate(changed) {
    if (changed.has('lines')) this.#prepare();
    if (['lines', 'user', 'words', 'state'].some((name) => changed.has(name))) this.#find();
  }

  updated(changed) {
    for (const element of this.querySelectorAll('.chunk')) {
      const chunk = this.#chunks[element.dataset.chunk];
      const height = `${(chunk.to - chunk.from) * LINE_HEIGHT}px`;
      element.style.containIntrinsicSize = `auto ${height}`;
      element.style.minHeight = chunk.drawn ? '' : height;
      if (!chunk.drawn) this.#watch.observe(element);
    }
    if ((changed.has('lines') || changed.has('line')) && this.line) this.#goTo(this.line);
  }

  #prepare() {
    this.#thread = threadOf(this.lines);
    this.#readers = readersOf(this.#thread);
    let day = null;
    this.#entries = this.lines.map((line) => {
      const key = dayKey(line.receivedAt);
      const begins = key !== day;
      day = key;
      return { line, begins };
    });
    this.#watch.disconnect();
    this.#chunks = [];
    for (let from = 0; from < this.#entries.length; from += CHUNK) {
      const to = Math.min(from + CHUNK, this.#entries.length);
      this.#chunks.push({ from, to, drawn: from === 0, look: 0 });
    }
    this.#details.clear();
    this.current = -1;
  }

  /** Whether what is looked for stands in what a line says, or in what is shown of it at the end. */
  #isFound({ line }) {
    const { text, note } = saidBy(line);
    const turn = this.#thread.get(line.position);
    const edited = turn && turn.versions.length > 1 && !isHidden(turn) ? turn.versions.at(-1).text : undefined;
    const shown = [text, note, edited, turn?.removal?.reason];
    return shown.some((each) => each !== undefined && this.#finder.holds(visible(each)));
  }

  #find() {
    this.#finder = finder(this.words);
    this.#look++;
    this.#matches = [];
    if (!this.#finder && !this.user && !this.state) return;
    this.#entries.forEach((entry, i) => {
      const { line } = entry;
      if (this.user && line.sender !== this.user) return;
      if (this.state === 'trouble' ? !stateOf(line).trouble : this.state && line.state !== this.state) return;
      if (this.#finder && !this.#isFound(entry)) return;
      this.#matches.push(i);
    });
  }

  #near(seen) {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      this.#watch.unobserve(target);
      const chunk = this.#chunks[target.dataset.chunk];
      if (chunk) chunk.drawn = true;
    }
    this.requestUpdate();
  }

  #drawAll() {
    for (const chunk of this.#chunks) chunk.drawn = true;
    this.requestUpdate();
    // The printer does not wait.
    this.performUpdate();
    // On paper nothing can be opened. What is gone is shown to those who have asked for it.
    this.querySelectorAll('details.versions:not(.gone), details.readers').forEach((part) => (part.open = true));
  }

  render() {
    if (this.lines.length === 0) return html`<p class="quiet">There is no line.</p>`;
    return html`
      ${this.#finderView()} ${readersView(this.#readers, this.#linker(-1))}
      <div class="talk">
        ${this.#chunks.map(
          (chunk, i) => html`<div class="chunk" data-chunk=${i}>
            ${guard([this.#chunks, chunk.drawn, this.#look, chunk.look, this.#currentIn(chunk)], () =>
              chunk.drawn ? this.#chunkView(chunk) : nothing,
            )}
          </div>`,
        )}
      </div>`;
  }

  #currentIn = (chunk) => (this.current >= chunk.from && this.current < chunk.to ? this.current : -1);

  #finderView() {
    const senders = [...new Set(this.lines.map((line) => line.sender))];
    const states = [...new Set(this.lines.map((line) => line.state))];
    const found = this.#matches.length;
    const asked = this.words || this.user || this.state;
    const at = this.#matches.indexOf(this.current);
    return html`<form class="filters finder" role="search" aria-label="Within this record" @submit=${this.#next}>
      <label>Words <input name="words" type="search" .value=${this.words} autocomplete="off"
        @input=${(e) => this.#seek({ words: e.target.value })}></label>
      <label>Person <select name="user" @change=${(e) => this.#seek({ user: e.target.value })}>
        <option value="">all</option>
        ${(senders.includes(this.user) || !this.user ? senders : [...senders, this.user]).map(
          (name) => html`<option value=${name} .selected=${name === this.user}>${speaker({ sender: name })}</option>`,
        )}
      </select></label>
      <label>State <select name="state" @change=${(e) => this.#seek({ state: e.target.value })}>
        <option value="">all</option>
        <option value="trouble">all that need a look</option>
        ${states.map((name) => html`<option value=${name}>${name}</option>`)}
      </select></label>
      <button type="button" ?disabled=${!found} @click=${() => this.#step(-1)}>Previous</button>
      <button type="submit" ?disabled=${!found}>Next</button>
      <label class="short">Go to line <input name="line" inputmode="numeric" pattern="[0-9]+" autocomplete="off"
        @keydown=${this.#typed}></label>
      <button type="button" @click=${(e) => this.#goToTyped(e.target.form.elements.line)}>Go</button>
      <p role="status" class="found">${asked
        ? found
          ? `${at >= 0 ? `${count(at + 1)} of ` : ''}${counted(found, 'line')} of ${count(this.lines.length)}`
          : 'No line of this record is so.'
        : counted(this.lines.length, 'line')}</p>
    </form>`;
  }

  #seek(change) {
    Object.assign(this, change);
    this.#tellPlace();
  }

  #typed = (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    this.#goToTyped(event.target);
  };

  #goToTyped(input) {
    const position = Number(input.value);
    const there = this.#entries.some(({ line }) => line.position === position);
    input.setCustomValidity(
      there ? '' : `This record has the lines ${this.lines[0].position} to ${this.lines.at(-1).position}.`,
    );
    if (!input.reportValidity()) {
      input.addEventListener('input', () => input.setCustomValidity(''), { once: true });
      return;
    }
    this.#goTo(position);
  }

  #next = (event) => {
    event.preventDefault();
    this.#step(1);
  };

  /** To the next line that was found, and after the last to the first. The hand stays where it is. */
  #step(by) {
    const matches = this.#matches;
    if (matches.length === 0) return;
    let at;
    if (by > 0) at = matches.findIndex((i) => i > this.current);
    else at = matches.findLastIndex((i) => i < (this.current < 0 ? Infinity : this.current));
    if (at < 0) at = by > 0 ? 0 : matches.length - 1;
    this.#show(matches[at], false);
  }

  #goTo(position) {
    const index = this.#entries.findIndex(({ line }) => line.position === position);
    if (index >= 0) this.#show(index, true);
  }

  async #show(index, focus) {
    this.current = index;
    this.#chunks[Math.floor(index / CHUNK)].drawn = true;
    this.requestUpdate();
    await this.updateComplete;
    const element = this.querySelector(`#line-${this.#entries[index].line.position}`);
    element?.scrollIntoView({ block: 'center' });
    if (focus) element?.focus({ preventScroll: true });
    // What is drawn above only now moves it once more.
    requestAnimationFrame(() => requestAnimationFrame(() => element?.scrollIntoView({ block: 'center' })));
    this.#tellPlace();
  }

  #tellPlace() {
    const line = this.current < 0 ? undefined : this.#entries[this.current].line.position;
    this.dispatchEvent(new CustomEvent('place', { detail: { user: this.user, words: this.words, line }, bubbles: true }));
  }

  #chunkView(chunk) {
    const days = [];
    for (let i = chunk.from; i < chunk.to; i++) {
      if (i === chunk.from || this.#entries[i].begins) days.push([]);
      days.at(-1).push(i);
    }
    return days.map(
      (indices) => html`
        ${this.#entries[indices[0]].begins
          ? html`<h3 class="day">${dayOf(this.#entries[indices[0]].line.receivedAt)}</h3>`
          : nothing}
        <ol role="list">${indices.map((i) => this.#lineView(i))}</ol>`,
    );
  }

  #lineView(index) {
    const entry = this.#entries[index];
    const { line } = entry;
    const { kind, sign } = stateOf(line);
    const said = saidBy(line);
    const turn = this.#thread.get(line.position);
    const open = this.#details.has(line.position);
    const link = this.#linker(index);
    const classes = ['entry', kind];
    if (said.deed) classes.push('deed');
    if (line.kind === 'read/1') classes.push('read');
    if (this.user && line.sender === this.user) classes.push('person');
    if (index === this.current) classes.push('current');
    return html`<li id="line-${line.position}" class=${classes.join(' ')} tabindex="-1">
      <div class="head">
        <span class="at"><span class="unseen">Line </span>${line.position}</span>
        ${isEvent(line) ? nothing : html`<strong class="who">${visible(speaker(line))}</strong>`}
        ${said.deed ? html`<span class="note">${deedView(said.deed, this.#finder, link)}</span>` : nothing}
        ${timeOfDay(line.receivedAt)}
        <span class="state ${kind}"><span aria-hidden="true">${sign}</span> ${line.state}</span>
        <button type="button" class="small" aria-expanded=${open ? 'true' : 'false'}
          aria-label="Details of line ${line.position}" @click=${() => this.#toggle(index)}>Details</button>
      </div>
      ${turn ? this.#turnView(turn, said, link) : this.#saidView(said)}
      ${faultsOf(line).map((fault) => html`<p class="why">${visible(fault)}</p>`)}
      ${open ? this.#detailsView(line) : nothing}
    </li>`;
  }

  /** Links from one line to others, as far as they are here. */
  #linker = (index) => (position, words) => {
    const isHere = position >= this.lines[0].position && position <= this.lines.at(-1).position;
    if (!isHere) return words;
    const address = this.addressOf({ user: this.user, words: this.words, line: position });
    return html`<a href=${address} @click=${(event) => this.#follow(event, index, position)}>${words}</a>`;
  };

  /** To another line, with a way back to the one that led there. */
  #follow(event, index, position) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.current = index;
    this.#tellPlace();
    location.hash = event.currentTarget.getAttribute('href');
    this.#goTo(position);
  }

  #saidView({ text, note }) {
    return text === undefined
      ? html`<p class="note" dir="auto">${marked(visible(note), this.#finder)}</p>`
      : wordsView({ text }, this.#finder);
  }

  /** What a user has said, and what became of it. */
  #turnView(turn, said, link) {
    const { line, versions } = turn;
    const answer = answered(this.#thread, line);
    if (said.deed) return html`${idleView(turn)} ${said.text ? editView(line.payload, turn, this.#finder) : nothing}`;
    return html`${answer ? answeredView(answer, line, link) : nothing}
      ${versions.length ? nothing : this.#saidView(said)} ${goneView(turn, this.#finder, link)}
      ${versions.length ? messageView(turn, this.#finder, link) : nothing}
      ${reactionsView(turn)} ${doubtedView(turn, link)}`;
  }

  async #toggle(index) {
    const { position } = this.#entries[index].line;
    const chunk = this.#chunks[Math.floor(index / CHUNK)];
    const draw = () => {
      chunk.look++;
      this.requestUpdate();
    };
    if (this.#details.delete(position)) return draw();
    this.#details.set(position, { busy: true });
    draw();
    let found;
    try {
      found = { origin: await this.origin(position) };
    } catch (failure) {
      found = { fault: failure.message };
    }
    if (!this.#details.has(position)) return;
    this.#details.set(position, found);
    draw();
  }

  #detailsView(line) {
    const { busy, fault, origin } = this.#details.get(line.position);
    if (busy) return html`<p class="quiet">Loading …</p>`;
    if (fault) return html`<p class="why">${fault}</p>`;
    const certificate = this.certificates.find(({ sha256 }) => sha256 === origin.certificate);
    return html`<div class="details">
      ${facts([
        ['Received by the server', time(line.receivedAt)],
        ['Sent, by the sender’s clock', line.payload?.sentAt ? time(line.payload.sentAt) : null],
        ['Kind', line.kind ? html`<code>${line.kind}</code>` : null],
        ['Signed with the certificate of', certificate?.subject ? visible(certificate.subject) : null],
        ['It names the sender by', line.name.length ? line.name.map((kind) => NAMES[kind] ?? kind).join(', ') : null],
        ['Issued by', certificate?.issuer ? visible(certificate.issuer) : null],
        ['Serial number', certificate?.serial ? html`<code>${certificate.serial}</code>` : null],
        ['Valid', certificate?.ends ? html`${time(certificate.begins)} to ${time(certificate.ends)}` : null],
        ['Revoked from', certificate?.revokedSince ? time(certificate.revokedSince) : null],
        ['Certificate, SHA-256', html`<code class="print">${origin.certificate}</code>`],
        ['What was signed, SHA-256', html`<code class="print">${origin.sha256}</code>`],
        ['Signature', html`<code class="print">${origin.signature}</code>`],
        ['Chain before it', html`<code class="print">${origin.before}</code>`],
        ['Chain with it', html`<code class="print">${origin.chain}</code>`],
        ['What was signed', origin.json === null ? 'not shown, or not here' : html`<pre>${visible(origin.json)}</pre>`],
      ])}
    </div>`;
  }
}

customElements.define('sc-conversation', Conversation);
