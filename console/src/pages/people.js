import { html, nothing } from 'lit';
import { address } from '../parts/address.js';
import { ask } from '../parts/dialog.js';
import { time, visible } from '../parts/format.js';
import { Listing } from '../parts/listing.js';
import { passwordChoice } from '../parts/password.js';
import { botBadge, LOGINS, USER_STATES } from '../parts/people.js';
import { Place } from '../parts/place.js';
import { showOnce } from '../parts/secret.js';
import { badge, table } from '../parts/table.js';
import './person.js';

const STATES = [['', 'any'], ...Object.keys(USER_STATES).map((state) => [state, state])];

/** The accounts of the chat. */
class People extends Place {
  #listing = new Listing(this, '/users');

  arrived() {
    this.#listing.find({ q: this.condition('q'), state: this.condition('state') });
  }

  render() {
    return html`<h1>People</h1>
      <p>The accounts of the chat. Who administers the server is under Administrators, even if the names are equal.</p>
      ${this.session.is('administrator')
        ? html`<div class="actions"><button type="button" class="primary" @click=${this.#make}>Make an account</button></div>`
        : nothing}
      ${this.filtersView(
        ['people'],
        html`<label>Part of the name
            <input name="q" type="search" maxlength="128" autocapitalize="none" spellcheck="false" .value=${this.condition('q')}></label>
          <label>State
            <select name="state">${this.optionsView(STATES, this.condition('state'))}</select></label>`,
      )}
      ${this.problemView()}
      ${this.#listing.foundView('account')}
      ${this.#listing.asked
        ? table({
            caption: 'Accounts',
            rows: this.#listing.items,
            empty: this.condition('q') || this.condition('state') ? 'No account is like that.' : 'There is no account yet.',
            columns: [
              { name: 'Name', cell: (u) => html`<a href=${address(['people', u.username])}>${visible(u.username)}</a> ${botBadge(u.bot)}` },
              { name: 'State', cell: (u) => stateBadge(u.state) },
              { name: 'Logs in by', cell: (u) => LOGINS[u.login] ?? '–' },
              { name: 'Made', cell: (u) => time(u.created_at) },
              { name: 'Changed', cell: (u) => time(u.updated_at) },
            ],
          })
        : nothing}
      ${this.#listing.moreButton()}`;
  }

  #make = async () => {
    const made = await ask({
      title: 'Make an account',
      body: html`<p>Its user needs a certificate of the server's authority that states the same name. A name is given once: it
        stays taken even when its user has been erased.</p>`,
      fields: html`<label>Name
          <input name="username" required maxlength="128" autocomplete="off" autocapitalize="none" spellcheck="false"
            pattern="[a-z0-9][a-z0-9._+\\-]*(@[a-z0-9._+\\-]*[a-z0-9])?"
            title="a-z, 0-9, '.', '_', '+', '-' and at most one '@', with a letter or digit first and, where there is an '@', last">
        </label>
        ${passwordChoice(['made', 'given', 'certificate'])}`,
      action: 'Make the account',
      act: (form) => this.#create(form.get('username').trim(), form.get('way'), form.get('password')),
    });
    if (!made) return;
    const { user, password, problem } = made;
    if (password) {
      await showOnce({
        title: `The password of ${visible(user.username)}`,
        body: html`<p>The account is there. Pass this on to its user in a way that nobody else sees.</p>`,
        secret: password,
      });
    }
    this.say(problem
      ? `${user.username} is there, but has no password yet: ${problem.message}`
      : `The account ${user.username} is there.`);
    location.hash = address(['people', user.username]);
  };

  /** The server makes a password for an account that is there: two steps, and the first may be all that is done. */
  async #create(username, way, password) {
    const body = way === 'given' ? { username, password } : { username };
    const { data: user, etag } = await this.client.change('POST', '/users', { body });
    if (way !== 'made') return { user };
    try {
      const path = `/users/${encodeURIComponent(user.username)}/reset-password`;
      return (await this.client.change('POST', path, { body: {}, etag })).data;
    } catch (problem) {
      return { user, problem };
    }
  }
}

export const stateBadge = (state) => badge(USER_STATES[state]?.[0] ?? 'plain', USER_STATES[state]?.[1] ?? state);

customElements.define('sc-people', People);
