import { html, nothing } from 'lit';
import { segment } from '../api/client.js';
import { address } from '../parts/address.js';
import { isNamed } from '../parts/certificate.js';
import { certificateTable } from '../parts/certificates.js';
import { ask } from '../parts/dialog.js';
import { count, counted, time, visible } from '../parts/format.js';
import { Listing } from '../parts/listing.js';
import { passwordChoice } from '../parts/password.js';
import { botBadge, LOGINS, USER_STATES, keptRooms } from '../parts/people.js';
import { Place } from '../parts/place.js';
import { countOf } from '../parts/positions.js';
import { showOnce } from '../parts/secret.js';
import { endAllButton, sessionTable } from '../parts/sessions.js';
import { badge, facts, table } from '../parts/table.js';

/** One account: what is known of it, and what can be done with it. */
class Person extends Place {
  static properties = { user: { state: true }, erased: { state: true }, rooms: { state: true } };

  #etag = null;
  #sessions = new Listing(this, '/sessions');
  #certificates = new Listing(this, '/certificates');
  #rooms = null;

  get name() {
    return this.route.path[0];
  }

  get path() {
    return `/users/${segment(this.name)}`;
  }

  async arrived() {
    this.user = undefined;
    this.erased = undefined;
    this.#rooms = null;
    await this.#load();
    if (!this.user) return;
    await Promise.all([this.#sessions.find({ user: this.name }), this.#certificates.find({ q: this.name })]);
  }

  async #load() {
    const answer = await this.latest(() => this.client.get(this.path, {}, { signal: this.signal }));
    if (answer) this.#take(answer);
  }

  #take({ data, etag }) {
    this.user = data.user ?? data;
    this.#etag = etag;
  }

  render() {
    return html`<p class="back"><a href=${address(['people'])}>← People</a></p>
      <h1>${visible(this.name)}</h1>
      ${this.problemView()}
      ${this.user ? this.#known() : html`<p class="quiet" role="status">${this.busy ? 'Loading …' : nothing}</p>`}`;
  }

  #known() {
    const { state, login, created_at: made, updated_at: changed } = this.user;
    const [kind, word, meaning] = USER_STATES[state] ?? ['plain', state, ''];
    return html`
      ${this.#erasedView()}
      ${facts([
        ['State', html`${badge(kind, word)} ${meaning}`],
        ['Bot', this.user.bot ? html`${botBadge(true)} a program speaks by this account, and each of its lines says so` : undefined],
        ['Logs in by', login ? LOGINS[login] : undefined],
        ['Made', time(made)],
        ['Changed', time(changed)],
      ])}
      ${this.#actions()}
      <h2>Open sessions</h2>
      ${this.#sessions.asked ? sessionTable(this, this.#sessions.items, () => this.#sessions.again()) : nothing}
      ${this.#sessions.moreButton()}
      ${this.#sessions.items.length > 1 ? html`<p>${endAllButton(this, this.name, () => this.#sessions.again())}</p>` : nothing}
      <h2>Certificates</h2>
      <p class="quiet">Those that the server has seen with exactly this name in their subject.
        <a href=${address(['certificates'], { q: this.name })}>Search for more</a></p>
      ${this.#certificates.asked
        ? certificateTable(
            this.#certificates.items.filter((c) => isNamed(c.subject, this.name)),
            'The server has seen none with exactly this name.',
          )
        : nothing}
      ${this.#certificates.moreButton()}
      <h2 id="rooms">Rooms</h2>
      ${this.#roomsView()}`;
  }

  #actions() {
    const { state } = this.user;
    const about = html`<a class="button" href=${address(['audit'], { subject: this.name })}>Audit log about them</a>`;
    if (!this.session.is('administrator') || state === 'erased') return html`<div class="actions">${about}</div>`;
    return html`<div class="actions">
      ${about}
      ${state === 'active' ? html`<button type="button" @click=${this.#disable}>Disable</button>` : nothing}
      ${state === 'disabled' ? html`<button type="button" @click=${this.#enable}>Enable</button>` : nothing}
      ${state === 'active' || state === 'disabled'
        ? html`<button type="button" @click=${this.#reset}>Another password</button>`
        : nothing}
      <button type="button" class="danger" @click=${this.#erase}>${state === 'erasing' ? 'Go on erasing' : 'Erase'}</button>
    </div>`;
  }

  /** Asks, does it to the state that was seen, and shows what there is then, whatever came of it. */
  async #change({ said, ...question }) {
    const answer = await ask(question);
    if (answer) {
      this.#take(answer);
      this.say(said(answer.data));
      await this.#sessions.again();
    } else {
      await this.#load();
    }
    await this.keepFocus();
    return answer;
  }

  #disable = () =>
    this.#change({
      title: `Disable ${visible(this.name)}?`,
      body: html`<p>${visible(this.name)} can no longer log in, and open sessions end: on this node at once, on others within a
        minute. What was said stays, and so do memberships. The account can be enabled again.</p>`,
      action: 'Disable',
      act: () => this.client.change('POST', `${this.path}/disable`, { etag: this.#etag }),
      said: () => `${this.name} is disabled.`,
    });

  #enable = () =>
    this.#change({
      title: `Enable ${visible(this.name)}?`,
      body: html`<p>${visible(this.name)} can log in again, with the password from before.</p>`,
      action: 'Enable',
      act: () => this.client.change('POST', `${this.path}/enable`, { etag: this.#etag }),
      said: () => `${this.name} can log in again.`,
    });

  #reset = async () => {
    const answer = await this.#change({
      title: `Another password for ${visible(this.name)}`,
      body: html`<p>The one from before stops working at once, and open sessions end. The user may come back with the new one.</p>`,
      fields: passwordChoice(['made', 'given', 'certificate'], this.name),
      action: 'Change the password',
      act: (form) => this.client.change('POST', `${this.path}/reset-password`, {
        etag: this.#etag,
        body: { made: {}, given: { password: form.get('password') }, certificate: { certificate_only: true } }[form.get('way')],
      }),
      said: ({ user }) =>
        `${this.name} ${user.login === 'password' ? 'has another password' : 'logs in by certificate alone'}.`,
    });
    if (answer?.data.password) {
      await showOnce({
        title: `The new password of ${visible(this.name)}`,
        body: html`<p>Pass it on to its user in a way that nobody else sees.</p>`,
        secret: answer.data.password,
      });
    }
  };

  #erase = async () => {
    const preview = await this.run(() => this.client.get(`${this.path}/erasure`, {}, { signal: this.signal }));
    if (!preview) return;
    // What was seen is what is erased: a change after this look makes it stale.
    this.#etag = preview.etag;
    await this.#change({
      title: `Erase ${visible(this.name)} for good?`,
      body: this.#whatErasingDoes(preview.data),
      action: 'Erase for good',
      danger: true,
      typed: this.name,
      act: async () => {
        const answer = await this.client.change('DELETE', this.path, { etag: this.#etag });
        this.erased = answer.data;
        this.#rooms = null;
        return answer;
      },
      said: ({ user }) =>
        user.state === 'erased'
          ? `${this.name} is erased.`
          : `${this.name} is locked for good, but some rooms still keep what was said.`,
    });
  };

  #whatErasingDoes(preview) {
    const kept = keptRooms(preview.rooms_kept);
    const owned = preview.owner_of;
    return html`<p><strong>There is no way back.</strong></p>
      <p>Gone afterwards:</p>
      <ul>
        <li>the password, and so the login</li>
        <li>what ${counted(preview.messages, 'message')} said${roomsOf(preview)}</li>
        <li>${counted(preview.memberships, 'membership')} and ${counted(preview.invitations, 'invitation')}</li>
        <li>${counted(preview.sessions, 'open session')} on this node</li>
      </ul>
      <p>What stays: the lines of the record with name, time, hash and signature, so that the record of others still verifies.
        The name is never given again. The certificate is another matter: revoke it.</p>
      ${!preview.complete ? html`<p>There are more rooms than could be looked at: it is more than these numbers say.</p>` : nothing}
      ${kept.length > 0
        ? html`<div class="notice warn"><p>${kept.length === 1 ? 'One room keeps' : `${count(kept.length)} rooms keep`} what was said there
            for now. Until it is erased there, too, the account stays locked in the state “erasing”.</p>
            ${roomList(kept, ({ room }) => visible(room))}</div>`
        : nothing}
      ${owned.length > 0
        ? html`<div class="notice warn"><p>${owned.length === 1 ? 'A room loses its owner' : 'Rooms lose an owner'}:
            ${owned.slice(0, 20).map(visible).join(', ')}${owned.length > 20 ? ` and ${count(owned.length - 20)} more` : ''}.</p></div>`
        : nothing}`;
  }

  #erasedView() {
    if (!this.erased) return nothing;
    const { user, memberships_ended: memberships, messages_erased: messages } = this.erased;
    const kept = keptRooms(this.erased.rooms_kept);
    return html`<div class="notice ${user.state === 'erased' ? 'good' : 'warn'}">
      <p><strong>${user.state === 'erased' ? `${visible(this.name)} is erased.` : `${visible(this.name)} is not wholly erased yet.`}</strong>
        What ${counted(messages, 'message')} said is gone, and ${counted(memberships, 'membership')} ended.</p>
      ${kept.length > 0
        ? html`<p>The account is locked for good. These rooms keep what was said there; the server erases it when it can, or at
            once when this is asked for again:</p>${roomList(kept, linked)}`
        : nothing}
      ${kept.length === 0 && user.state === 'erasing'
        ? html`<p>The account is locked for good. The server does the rest by itself, or at once when this is asked for again.</p>`
        : nothing}
      <p class="quiet">Certificates are not revoked by this: revoke those below that are still valid.</p>
    </div>`;
  }

  #roomsView() {
    if (!this.#rooms) {
      return html`<p>In which rooms a person spoke or was a member is asked of the record itself, and the question is in the audit
          log.</p>
        <p><button type="button" @click=${this.#findRooms}>Show the rooms</button></p>`;
    }
    if (!this.#rooms.asked) return html`<p class="quiet" role="status">${this.busy ? 'Searching the record …' : nothing}</p>`;
    return html`${this.#rooms.foundView('room')}
      ${table({
        caption: `Rooms of ${this.name}`,
        rows: this.#rooms.items,
        empty: this.#rooms.next ? 'None was found so far.' : 'None.',
        columns: [
          { name: 'Room', cell: (r) => html`<a href=${address(['reading', r.room], { ask: 'lines', user: this.name })}>${visible(r.room)}</a>` },
          { name: 'Lines of theirs', end: true, cell: (r) => count(r.bundles.reduce((sum, b) => sum + countOf(b.user_lines), 0)) },
          { name: 'Member', cell: (r) => (r.member ? 'yes' : 'no') },
          { name: 'First line of the room', cell: (r) => time(r.first_at) },
          { name: 'Last line of the room', cell: (r) => time(r.last_at) },
          { name: 'Fault', cell: (r) => (r.fault ? badge('bad', r.fault) : 'none') },
        ],
      })}
      ${this.#rooms.moreButton()}`;
  }

  #findRooms = async () => {
    this.#rooms = new Listing(this, `${this.path}/rooms`);
    await this.#rooms.find();
    if (!this.#rooms.asked) this.#rooms = null;
    this.requestUpdate();
    await this.keepFocus('#rooms');
  };
}

const roomsOf = ({ rooms }) => {
  const losing = rooms.filter((r) => !r.kept);
  if (losing.length === 0) return nothing;
  const first = losing.slice(0, 10).map((r) => `${visible(r.room)} (${count(r.messages)})`);
  return `, in ${counted(losing.length, 'room')}: ${first.join(', ')}${losing.length > 10 ? ' …' : ''}`;
};

const linked = ({ room }) => html`<a href=${address(['rooms', room])}>${visible(room)}</a>`;

const roomList = (kept, named) =>
  html`<ul>${kept.slice(0, 50).map((each) => html`<li>${named(each)}: ${each.why}</li>`)}
    ${kept.length > 50 ? html`<li>and ${count(kept.length - 50)} more</li>` : nothing}</ul>`;

customElements.define('sc-person', Person);
