import { html, nothing } from 'lit';
import { segment } from '../api/client.js';
import { address } from '../parts/address.js';
import { ROLES, isLast, waysIn } from '../parts/administrators.js';
import { certificateChoice, certificateRuleOf } from '../parts/certificate-choice.js';
import { ask } from '../parts/dialog.js';
import { hash, time, visible } from '../parts/format.js';
import { passwordChoice } from '../parts/password.js';
import { Place } from '../parts/place.js';
import { roleFields } from '../parts/role.js';
import { newPassword, showOnce } from '../parts/secret.js';
import { badge, facts } from '../parts/table.js';

/** One administrator: role, and by what they log in. */
class Administrator extends Place {
  static properties = { administrator: { state: true }, last: { state: true } };

  #etag = null;

  get name() {
    return this.route.path[0];
  }

  get path() {
    return `/administrators/${segment(this.name)}`;
  }

  get isMe() {
    return this.name === this.session.me.name;
  }

  arrived() {
    this.administrator = undefined;
    this.#load();
  }

  async #load() {
    const found = await this.latest(async () => {
      const [one, all] = await Promise.all([this.client.get(this.path, {}, { signal: this.signal }), this.#all()]);
      return { ...one, all };
    });
    if (!found) return;
    this.administrator = found.data;
    this.#etag = found.etag;
    this.last = isLast(this.name, found.all);
  }

  async #all() {
    const all = [];
    let after;
    do {
      const { data } = await this.client.get('/administrators', { limit: 1000, after }, { signal: this.signal });
      all.push(...data.items);
      after = data.next;
    } while (after);
    return all;
  }

  render() {
    return html`<p class="back"><a href=${address(['administrators'])}>← Administrators</a></p>
      <h1>${visible(this.name)}</h1>
      ${this.problemView()}
      ${this.administrator ? this.#known() : html`<p class="quiet" role="status">${this.busy ? 'Loading …' : nothing}</p>`}`;
  }

  #known() {
    const { role, state, certificate_sha256: fingerprint, created_at: made, updated_at: changed } = this.administrator;
    return html`
      ${this.isMe ? html`<p class="notice">This is you.</p>` : nothing}
      ${facts([
        ['Role', html`${role}: ${ROLES[role] ?? ''}`],
        ['State', badge(state === 'active' ? 'good' : 'warn', state)],
        ['Logs in by', waysIn(this.administrator)],
        ['Certificate', fingerprint ? hash(fingerprint) : undefined],
        ['Made', time(made)],
        ['Changed', time(changed)],
      ])}
      ${this.last
        ? html`<p class="notice warn">This is the last active administrator, who can be neither disabled nor removed nor given
            another role. Make another administrator first.</p>`
        : nothing}
      <div class="actions">
        <a class="button" href=${address(['audit'], { actor: this.name })}>What they did</a>
        ${this.last ? nothing : html`<button type="button" @click=${this.#role}>Another role</button>`}
        <button type="button" @click=${this.#password}>${this.administrator.password ? 'Another password' : 'Give a password'}</button>
        <button type="button" @click=${this.#certificate}>Certificate</button>
        ${state === 'disabled'
          ? html`<button type="button" @click=${this.#enable}>Enable</button>`
          : this.last ? nothing : html`<button type="button" @click=${this.#disable}>Disable</button>`}
        ${this.last ? nothing : html`<button type="button" class="danger" @click=${this.#remove}>Remove</button>`}
      </div>`;
  }

  /**
   * Asks, does it to the state that was seen, and shows what there is then, whatever came of it. `mine` is what somebody
   * who has changed their own account is told at the login page, if they have to log in again.
   */
  async #change({ said, mine, ...question }) {
    const answer = await ask(question);
    if (answer && mine && this.isMe) {
      this.session.end(mine);
      return answer;
    }
    if (answer) this.say(said);
    await this.#load();
    await this.keepFocus();
    return answer;
  }

  #send(path, body) {
    return this.client.change('POST', `${this.path}/${path}`, { etag: this.#etag, body });
  }

  #role = () =>
    this.#change({
      title: `Another role for ${visible(this.name)}`,
      body: html`<p>It counts from the next request on.
        ${this.isMe ? html`<strong>This is your own role: you cannot take it back yourself.</strong>` : nothing}</p>`,
      fields: roleFields(this.administrator.role),
      action: 'Change the role',
      danger: this.isMe,
      act: (form) => this.#send('role', { role: form.get('role') }),
      said: `${this.name} has another role.`,
      mine: 'Your role was changed. Log in again.',
    });

  #password = async () => {
    let made;
    const answer = await ask({
      title: this.administrator.password ? `Another password for ${visible(this.name)}` : `A password for ${visible(this.name)}`,
      body: html`<p>One from before stops working at once.
        ${this.isMe ? 'This is your own: you log in again with the new one.' : nothing}</p>`,
      fields: passwordChoice(['madeHere', 'given'], this.name),
      action: 'Change the password',
      act: (form) => {
        made = form.get('way') === 'madeHere' ? newPassword() : undefined;
        return this.#send('password', { password: made ?? form.get('password') });
      },
    });
    if (answer && made) {
      await showOnce({
        title: `The new password of ${visible(this.name)}`,
        body: html`<p>${this.isMe ? 'You log in with it from now on.' : 'Pass it on in a way that nobody else sees.'}</p>`,
        secret: made,
      });
    }
    if (answer && this.isMe && this.session.me.method === 'password') {
      this.session.end('Your password was changed. Log in with the new one.');
      return;
    }
    if (answer) this.say(`${this.name} has another password.`);
    await this.#load();
    await this.keepFocus();
  };

  #certificate = () =>
    this.#change({
      title: `By which certificate does ${visible(this.name)} log in?`,
      body: html`<p>It counts from the next request on. Without a password there has to be one.</p>`,
      fields: certificateChoice(this.administrator.certificate, this.administrator.certificate_sha256),
      action: 'Change it',
      act: async (form) => this.#send('certificate', certificateRuleOf(form)),
      said: `${this.name} logs in by another rule now.`,
    });

  #disable = () =>
    this.#change({
      title: `Disable ${visible(this.name)}?`,
      body: html`<p>${visible(this.name)} is locked out from the next request on, and can be enabled again.
        ${this.isMe ? html`<strong>This is you: somebody else has to let you in again.</strong>` : nothing}</p>`,
      action: 'Disable',
      danger: this.isMe,
      act: () => this.#send('disable'),
      said: `${this.name} is locked out.`,
      mine: 'You have locked yourself out.',
    });

  #enable = () =>
    this.#change({
      title: `Enable ${visible(this.name)}?`,
      body: html`<p>${visible(this.name)} can log in again, with the password and the certificate from before.</p>`,
      action: 'Enable',
      act: () => this.#send('enable'),
      said: `${this.name} can log in again.`,
    });

  #remove = async () => {
    const removed = await ask({
      title: `Remove ${visible(this.name)}?`,
      body: html`<p>${visible(this.name)} can no longer administer. What they have done stays in the audit log under their name.
        ${this.isMe ? html`<strong>This is you.</strong>` : nothing}</p>`,
      action: 'Remove',
      danger: true,
      typed: this.name,
      act: async () => {
        await this.client.change('DELETE', this.path, { etag: this.#etag });
        return true;
      },
    });
    if (!removed) {
      await this.#load();
      await this.keepFocus();
    } else if (this.isMe) {
      this.session.end('You are no administrator any more.');
    } else {
      this.say(`${this.name} is no administrator any more.`);
      location.hash = address(['administrators']);
    }
  };
}

customElements.define('sc-administrator', Administrator);
