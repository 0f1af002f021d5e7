import { html, nothing } from 'lit';
import { address } from '../parts/address.js';
import { CERTIFICATES } from '../parts/administrators.js';
import { certificateChoice, certificateRuleOf } from '../parts/certificate-choice.js';
import { Choice } from '../parts/choice.js';
import { ask } from '../parts/dialog.js';
import { time, visible } from '../parts/format.js';
import { Listing } from '../parts/listing.js';
import { passwordChoice } from '../parts/password.js';
import { Place } from '../parts/place.js';
import { roleFields } from '../parts/role.js';
import { newPassword, showOnce } from '../parts/secret.js';
import { badge, table } from '../parts/table.js';
import './administrator.js';

/** Who may administer the server. */
class Administrators extends Place {
  #listing = new Listing(this, '/administrators');

  arrived() {
    this.#listing.find();
  }

  render() {
    return html`<h1>Administrators</h1>
      <p>Who may use this console and the administration interface. They are not users of the chat, even if the names are
        equal. Those who log in at the organisation's provider have their role from there and are not in this list.</p>
      <div class="actions"><button type="button" class="primary" @click=${this.#make}>Make an administrator</button></div>
      ${this.problemView()}
      ${this.#listing.foundView('administrator')}
      ${this.#listing.asked
        ? table({
            caption: 'Administrators',
            rows: this.#listing.items,
            columns: [
              { name: 'Name', cell: (a) => this.#name(a.name) },
              { name: 'Role', cell: (a) => a.role },
              { name: 'State', cell: (a) => badge(a.state === 'active' ? 'good' : 'warn', a.state) },
              { name: 'Password', cell: (a) => (a.password ? 'yes' : 'no') },
              { name: 'Certificate', cell: (a) => CERTIFICATES[a.certificate] ?? a.certificate },
              { name: 'Changed', cell: (a) => time(a.updated_at) },
            ],
          })
        : nothing}
      ${this.#listing.moreButton()}`;
  }

  #name(name) {
    const you = name === this.session.me.name ? html` <span class="quiet">you</span>` : nothing;
    return html`<a href=${address(['administrators', name])}>${visible(name)}</a>${you}`;
  }

  #make = async () => {
    let password;
    const made = await ask({
      title: 'Make an administrator',
      body: html`<p>Each has exactly one role, which can be changed later. There must be a password, a certificate, or both.</p>`,
      fields: html`<label>Name
          <input name="name" required maxlength="128" autocomplete="off" autocapitalize="none" spellcheck="false"
            pattern="[a-z0-9][a-z0-9._+\\-]*(@[a-z0-9._+\\-]*[a-z0-9])?"
            title="a-z, 0-9, '.', '_', '+', '-' and at most one '@', with a letter or digit first and, where there is an '@', last">
        </label>
        ${roleFields('auditor')}
        ${passwordChoice(['madeHere', 'given', 'certificate'])}
        ${certificateChoice()}`,
      action: 'Make the administrator',
      act: async (form) => {
        const rule = certificateRuleOf(form);
        const way = form.get('way');
        if (way === 'certificate' && rule.certificate === 'none') {
          throw new Choice('Without a password there has to be a certificate. Nothing was changed.');
        }
        password = { madeHere: newPassword(), given: form.get('password') }[way];
        const body = { name: form.get('name').trim(), role: form.get('role'), ...rule, ...(password ? { password } : {}) };
        const { data } = await this.client.change('POST', '/administrators', { body });
        return { administrator: data, way };
      },
    });
    if (!made) return;
    const { administrator, way } = made;
    if (way === 'madeHere') {
      await showOnce({
        title: `The password of ${visible(administrator.name)}`,
        body: html`<p>The administrator is there. Pass this on in a way that nobody else sees.</p>`,
        secret: password,
      });
    }
    this.say(`The ${administrator.role} ${administrator.name} is there.`);
    location.hash = address(['administrators', administrator.name]);
  };
}

customElements.define('sc-administrators', Administrators);
