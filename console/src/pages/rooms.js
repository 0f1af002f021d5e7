import { html, nothing } from 'lit';
import { segment } from '../api/client.js';
import { address } from '../parts/address.js';
import { Choice } from '../parts/choice.js';
import { ask } from '../parts/dialog.js';
import { nameField } from '../parts/fields.js';
import { count, hash, time, visible } from '../parts/format.js';
import { Listing } from '../parts/listing.js';
import { botBadge } from '../parts/people.js';
import { Place } from '../parts/place.js';
import { retentionWords, roomState } from '../parts/rooms.js';
import { facts, table } from '../parts/table.js';

const MOST_DAYS = 36_500;

/** Who may write in a room, and how fast. */
const writersWords = ({ writers, slow_seconds: seconds }) =>
  (writers === 'moderators' ? 'the owner and moderators' : 'all members')
  + (seconds ? `, ordinary members a message each ${count(seconds)} s` : '');

const place = (name) => address(['rooms', name]);

/** All rooms, and one of them. */
class Rooms extends Place {
  static properties = {
    room: { state: true },
  };

  #rooms = new Listing(this, '/rooms');
  #members = null;
  #receipts = null;
  #etag = null;

  get #administers() {
    return this.session.is('administrator');
  }

  arrived() {
    const [name] = this.route.path;
    this.problem = undefined;
    this.room = undefined;
    if (name) this.#open(name);
    else this.#rooms.find(Object.fromEntries(['q', 'visibility', 'archived'].map((of) => [of, this.condition(of)])));
  }

  async #open(name) {
    this.#members = new Listing(this, `/rooms/${segment(name)}/members`);
    this.#receipts = new Listing(this, '/receipts');
    if (!(await this.#read(name))) return;
    await this.#members.find();
    if (!this.problem) await this.#receipts.find({ room: name, limit: 20 });
  }

  async #read(name) {
    const answer = await this.run(() => this.client.get(`/rooms/${segment(name)}`, {}, { signal: this.signal }));
    if (!answer || this.route.path[0] !== name) return false;
    this.#took(answer);
    return true;
  }

  #took({ data, etag }) {
    this.room = data;
    this.#etag = etag;
  }

  render() {
    return this.route.path.length ? this.#oneView(this.route.path[0]) : this.#allView();
  }

  #allView() {
    const kinds = ['', 'public', 'announced', 'private', 'direct'].map((kind) => [kind, kind || 'all']);
    const states = [['', 'all'], ['false', 'open'], ['true', 'archived']];
    return html`
      <h1>Rooms</h1>
      ${this.filtersView(
        ['rooms'],
        html`${nameField('Part of the name', 'q', this.condition('q'), { type: 'search', most: 132 })}
          <label>Kind <select name="visibility">${this.optionsView(kinds, this.condition('visibility'))}</select></label>
          <label>State <select name="archived">${this.optionsView(states, this.condition('archived'))}</select></label>`,
      )}
      ${this.#administers
        ? html`<div class="actions"><button type="button" @click=${this.#make}>Make a room</button></div>`
        : nothing}
      ${this.problemView()}
      ${this.#rooms.foundView('room')}
      ${this.#rooms.asked
        ? table({
            caption: 'Rooms',
            empty: 'No room is so.',
            rows: this.#rooms.items,
            columns: [
              { name: 'Name', cell: (room) => html`<a href=${place(room.name)}>${visible(room.name)}</a>` },
              { name: 'Kind', cell: (room) => room.visibility },
              { name: 'State', cell: roomState },
              { name: 'Keeps messages', cell: (room) => retentionWords(room.retention) },
              { name: 'Made', cell: (room) => time(room.created_at) },
            ],
          })
        : nothing}
      ${this.#rooms.moreButton()}`;
  }

  #make = async () => {
    const made = await ask({
      title: 'Make a room',
      body: html`<p>A user owns the room and is its first member from then on; an open client of theirs sees it at once. The
        record of the room begins with a line that says so.</p>`,
      fields: html`
        ${nameField('Name', 'name', '', { required: true, pattern: '[a-z0-9][a-z0-9._\\-]{0,63}' })}
        <p class="quiet">1 to 64 of a–z, 0–9, “.”, “_” and “-”, a letter or digit first.</p>
        <label>Kind <select name="visibility">
          <option value="private">private: members are invited</option>
          <option value="announced">announced: every user sees that it is there; members are invited</option>
          <option value="public">public: every user may join</option>
        </select></label>
        ${nameField('Owner’s username', 'owner', '', { required: true })}`,
      action: 'Make the room',
      act: async (data) =>
        (
          await this.client.change('POST', '/rooms', {
            body: { name: data.get('name'), visibility: data.get('visibility'), owner: data.get('owner').trim() },
          })
        ).data,
    });
    if (!made) return;
    this.say(`The room ${made.name} was made.`);
    location.hash = place(made.name);
  };

  #oneView(name) {
    const { room } = this;
    return html`
      <p class="back"><a href="#/rooms">← Rooms</a></p>
      <h1>${visible(name)}</h1>
      ${this.problemView()}
      ${room ? this.#roomView(room) : this.busy ? html`<p role="status">Loading …</p>` : nothing}`;
  }

  #roomView(room) {
    const { retention, terms } = room;
    return html`
      ${retention.hold
        ? html`<div class="notice warn"><p><strong>Legal hold:</strong> nothing in this room is erased, neither by its
            retention nor with a user’s personal data.</p></div>`
        : nothing}
      ${facts([
        ['Kind', room.visibility],
        ['State', html`${roomState(room)} ${room.archived_at ? html`since ${time(room.archived_at)}` : nothing}`],
        ['Topic', terms?.topic ? visible(terms.topic) : undefined],
        ['Who writes', terms ? writersWords(terms) : undefined],
        ['Keeps messages', retentionWords(retention)],
        [
          'Legal hold',
          retention.hold
            ? html`${visible(retention.hold_reason ?? '')}<br>
                <span class="quiet">by ${visible(retention.hold_by ?? '')}, ${time(retention.hold_since)}</span>`
            : 'none',
        ],
        ['Made', time(room.created_at)],
        ['Id', html`<code>${room.id}</code>`],
      ])}
      <div class="actions">
        <a class="button" href=${address(['reading', room.name])}>Read in the reading room</a>
        <a class="button" href=${address(['audit'], { subject: room.name })}>Audit log about it</a>
        ${this.#administers
          ? html`
              <button type="button" @click=${this.#changeRetention}>Change retention</button>
              ${retention.hold
                ? html`<button type="button" @click=${this.#liftHold}>Lift the legal hold</button>`
                : html`<button type="button" @click=${this.#layHold}>Lay a legal hold on it</button>`}
              ${room.archived
                ? html`<button type="button" @click=${this.#reopen}>Open it again</button>`
                : html`<button type="button" @click=${this.#archive}>Archive it</button>`}`
          : nothing}
      </div>
      <h2>Members</h2>
      ${this.#members.asked
        ? table({
            caption: `Members of ${room.name}`,
            empty: 'Nobody is in this room.',
            rows: this.#members.items,
            columns: [
              {
                name: 'Username',
                cell: ({ username: of, bot }) => html`<a href=${address(['people', of])}>${visible(of)}</a> ${botBadge(bot)}`,
              },
              { name: 'Role', cell: (member) => member.role },
              { name: 'Joined', cell: (member) => time(member.joined_at) },
            ],
          })
        : nothing}
      ${this.#members.moreButton()}
      <h2>Receipts issued for it</h2>
      ${this.#receipts.asked
        ? table({
            caption: `Receipts over ${room.name}, the newest first`,
            empty: 'None has been issued.',
            rows: this.#receipts.items,
            columns: [
              { name: 'Lines', cell: (receipt) => `${count(receipt.first)} to ${count(receipt.last)}` },
              { name: 'Issued', cell: (receipt) => time(receipt.issued_at) },
              { name: 'To', cell: (receipt) => (receipt.user === '@server' ? 'an export' : visible(receipt.user)) },
              { name: 'Countersigned', cell: ({ countersigned_at: at }) => (at ? time(at) : 'no') },
              { name: 'SHA-256', cell: (receipt) => hash(receipt.sha256) },
            ],
          })
        : nothing}
      ${this.#receipts.moreButton()}`;
  }

  /** What a dialogue has changed: the room as it is now, or nothing. */
  #done(answer, words) {
    if (!answer) return;
    this.#took(answer);
    this.say(words);
    this.updateComplete.then(() => this.querySelector('.actions button')?.focus());
  }

  #change(path, method = 'POST', body) {
    return async () => {
      try {
        return await this.client.change(method, `/rooms/${segment(this.room.name)}/${path}`, { etag: this.#etag, body });
      } catch (problem) {
        // The next look is at the state that it is in now.
        if (problem.code === 'stale') this.#read(this.room.name);
        throw problem;
      }
    };
  }

  #retain(setting) {
    const { days, hold, hold_reason: reason } = this.room.retention;
    const next = { days, hold, ...(hold ? { hold_reason: reason } : {}), ...setting };
    return this.#change('retention', 'PUT', next)();
  }

  #archive = async () => {
    const { name } = this.room;
    const answer = await ask({
      title: `Archive ${name}?`,
      body: html`<p>It can still be read and left, and takes no more messages, members or invitations. Its record gets a
        line “archived”, which open clients see at once. Nothing is erased, and retention goes on. It can be opened
        again.</p>`,
      action: 'Archive it',
      act: this.#change('archive'),
    });
    this.#done(answer, `${name} is archived.`);
  };

  #reopen = async () => {
    const { name } = this.room;
    const answer = await ask({
      title: `Open ${name} again?`,
      body: html`<p>It takes messages, members and invitations again. Its record gets a line “reopened”.</p>`,
      action: 'Open it again',
      act: this.#change('unarchive'),
    });
    this.#done(answer, `${name} is open again.`);
  };

  #changeRetention = async () => {
    const { name, retention } = this.room;
    const { days } = retention;
    const now = days === undefined || days === null ? 'default' : days === 0 ? 'never' : 'days';
    const choice = (value, words) =>
      html`<label class="check">
        <input type="radio" name="rule" value=${value} ?checked=${value === now} required> ${words}</label>`;
    const answer = await ask({
      title: `How long ${name} keeps messages`,
      body: html`<p>Messages that are older lose their text with the server’s next run, and there is no way back. Their
          lines stay in the record, with sender, time, hash and signature, and a line says what was erased.</p>
        ${retention.hold
          ? html`<p class="notice warn">There is a legal hold on the room: nothing is erased until it is lifted. This rule
              counts from then on.</p>`
          : nothing}`,
      fields: html`<fieldset><legend>Keep them</legend>
          ${choice('default', 'as the server’s default says')} ${choice('never', 'for ever')}
          ${choice('days', 'for so many full days:')}
          <label>Days <input name="days" type="number" min="1" max=${MOST_DAYS} .value=${days ? String(days) : ''}
            @input=${(e) => (e.target.form.elements.rule.value = 'days')}></label>
        </fieldset>`,
      action: 'Set it',
      danger: !retention.hold,
      act: (data) => {
        const rule = data.get('rule');
        if (rule === 'days' && !data.get('days')) throw new Choice('Say how many days.');
        return this.#retain({ days: { default: undefined, never: 0, days: Number(data.get('days')) }[rule] });
      },
    });
    if (answer) this.#done(answer, `${name} keeps messages ${retentionWords(answer.data.retention)}.`);
  };

  #layHold = async () => {
    const { name } = this.room;
    const answer = await ask({
      title: `Lay a legal hold on ${name}?`,
      body: html`<p>From then on nothing in the room is erased until the hold is lifted: neither what its retention would
        erase, nor the personal data of a user whom an administrator erases. What the law wants erased stays, too. Reason
        and name are on record in the audit log, and everybody who administers sees them here.</p>`,
      fields: html`<label>Reason <textarea name="reason" required maxlength="1024" rows="3"></textarea></label>`,
      action: 'Lay the hold',
      act: (data) => {
        const reason = data.get('reason').trim();
        if (!reason) throw new Choice('Say why the room is held.');
        return this.#retain({ hold: true, hold_reason: reason });
      },
    });
    this.#done(answer, `There is a legal hold on ${name}.`);
  };

  #liftHold = async () => {
    const { name, retention } = this.room;
    const answer = await ask({
      title: `Lift the legal hold on ${name}?`,
      body: html`<p>It was laid by ${visible(retention.hold_by ?? '')} ${time(retention.hold_since)}:
          ${visible(retention.hold_reason ?? '')}</p>
        <p>With its next run the server erases what has been waiting: messages that are older than the room’s retention says
          (it keeps them ${retentionWords(retention)}), and what users have said whose data was erased meanwhile. There is no
          way back.</p>`,
      action: 'Lift the hold',
      danger: true,
      typed: name,
      act: () => this.#retain({ hold: false, hold_reason: undefined }),
    });
    this.#done(answer, `The legal hold on ${name} is lifted.`);
  };
}

customElements.define('sc-rooms', Rooms);
