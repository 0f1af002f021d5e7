import { LitElement, html, nothing } from 'lit';

const WAYS = {
  made: ['A random one, made by the server', 'You see it once, and pass it on.'],
  madeHere: ['A random one', 'You see it once, and pass it on.'],
  given: ['One that you choose', 'At least 12 characters.'],
  certificate: ['None: by certificate alone', ''],
};

/**
 * How somebody logs in, inside a form: `way` and `password` are in its data. `ways` are of `made`, `madeHere`,
 * `given` and `certificate`, the first is chosen at first. `user` tells a password manager whose it is, which would take it
 * for that of the person who is logged in.
 */
class PasswordChoice extends LitElement {
  static properties = { ways: { attribute: false }, user: { attribute: false }, way: { state: true }, shown: { state: true } };

  createRenderRoot() {
    return this;
  }

  render() {
    const way = this.way ?? this.ways[0];
    return html`<fieldset>
      <legend>Password</legend>
      ${this.ways.map(
        (each) => html`<label class="check">
          <input type="radio" name="way" value=${each} .checked=${each === way} @change=${() => (this.way = each)}>
          <span>${WAYS[each][0]} ${WAYS[each][1] ? html`<span class="quiet">${WAYS[each][1]}</span>` : nothing}</span>
        </label>`,
      )}
      ${way === 'given'
        ? html`${this.user ? html`<input type="text" autocomplete="username" .value=${this.user} hidden>` : nothing}
            <label>New password
              <input name="password" type=${this.shown ? 'text' : 'password'} autocomplete="new-password" spellcheck="false"
                autocapitalize="none" minlength="12" maxlength="256" required>
            </label>
            <label class="check"><input type="checkbox" @change=${(e) => (this.shown = e.target.checked)}> Show it</label>`
        : nothing}
    </fieldset>`;
  }
}

customElements.define('sc-password-choice', PasswordChoice);

export const passwordChoice = (ways, user) => html`<sc-password-choice .ways=${ways} .user=${user}></sc-password-choice>`;
