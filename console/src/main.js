import { LitElement, html, nothing } from 'lit';
import { Session } from './api/session.js';
import { isReturn, leaveForProvider, returnFromProvider } from './api/openid.js';
import { problemView } from './parts/page.js';
import { PAGES, START } from './pages/index.js';

const THEME = 'securechat.theme';

const routeOf = (hash) => {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  return {
    path: path.split('/').filter(Boolean).map(decodeURIComponent),
    query: new URLSearchParams(query ?? ''),
  };
};

/** The frame of the console: who is logged in, where one is, and the page that belongs there. */
class App extends LitElement {
  static properties = {
    settings: { state: true },
    route: { state: true },
    problem: { state: true },
    busy: { state: true },
    said: { state: true },
    menu: { state: true },
  };

  constructor() {
    super();
    this.session = new Session();
    this.route = routeOf(location.hash);
    this.busy = true;
    this.session.addEventListener('change', () => this.requestUpdate());
    addEventListener('hashchange', () => {
      const left = this.route;
      this.route = routeOf(location.hash);
      this.menu = false;
      // What was said a moment ago is why one is here now.
      if (performance.now() - this.saidAt > 1000) this.said = undefined;
      // Other conditions of the same list are no other place: the focus stays where they were given.
      if (left.path.join('/') !== this.route.path.join('/')) this.#arrive();
    });
    this.addEventListener('say', (event) => this.#say(event.detail));
    theme(localStorage.getItem(THEME) ?? 'system');
    this.#begin();
  }

  createRenderRoot() {
    return this;
  }

  async #begin() {
    await this.#attempt(async () => {
      const answer = await fetch('settings.json', { cache: 'no-store', credentials: 'same-origin' });
      if (!answer.ok) throw new Error('The server does not answer. Load the page again in a moment.');
      this.settings = await answer.json();
      document.title = `${this.settings.server} – SecureChat`;
      if (isReturn()) {
        const { token, expiresIn } = await returnFromProvider(this.settings.openid ?? {});
        await this.session.byToken(token, expiresIn);
        this.route = routeOf(location.hash);
      } else if (this.session.wasByCertificate) {
        await this.session.byCertificate();
      }
    });
  }

  async #attempt(work) {
    this.busy = true;
    this.problem = undefined;
    try {
      await work();
    } catch (failure) {
      this.problem = failure;
    } finally {
      this.busy = false;
    }
  }

  #say(text) {
    clearTimeout(this.silence);
    this.said = text;
    this.saidAt = performance.now();
    this.silence = setTimeout(() => (this.said = undefined), 6000);
  }

  /** As after a page load: a person with a screen reader hears where they are, and all begin at the top. */
  async #arrive() {
    await this.updateComplete;
    scrollTo(0, 0);
    // Without its own scrolling, which would put the heading below the bar.
    this.querySelector('main')?.focus({ preventScroll: true });
  }

  render() {
    if (!this.session.me) return this.#login();
    const pages = PAGES.filter((page) => this.session.is(...page.roles));
    const name = this.route.path[0] ?? START[this.session.me.role];
    const page = pages.find((p) => p.path === name);
    return html`
      <a class="skip" href="#content" @click=${(e) => {
        e.preventDefault();
        this.querySelector('main').focus();
      }}>Skip to the content</a>
      <header class="bar">
        <button type="button" class="menu" aria-expanded=${this.menu ? 'true' : 'false'} aria-controls="places"
          @click=${() => (this.menu = !this.menu)}>Menu</button>
        <p class="server"><img src="icon.svg" alt="" width="24" height="24"> ${this.settings.server}</p>
        ${themeChoice()}
        <p class="who"><strong>${this.session.me.name}</strong> <span class="quiet">${this.session.me.role}</span></p>
        <button type="button" @click=${() => this.session.end()}>Log out</button>
      </header>
      <div class="frame">
        <nav id="places" aria-label="Places" class=${this.menu ? 'open' : ''}>
          <ul>
            ${pages.map(
              (p) => html`<li><a href="#/${p.path}" aria-current=${p === page ? 'page' : nothing}>${p.title}</a></li>`,
            )}
          </ul>
        </nav>
        <main id="content" tabindex="-1">
          ${page
            ? page.view(this.session, { path: this.route.path.slice(1), query: this.route.query })
            : html`<h1>Nothing here</h1>
                <p>There is no such place, or your role, ${this.session.me.role}, has no use for it.</p>`}
        </main>
      </div>
      <div class="said" role="status">${this.said ?? nothing}</div>
    `;
  }

  #login() {
    const openid = this.settings?.openid;
    return html`<main class="login" tabindex="-1">
      <h1><img src="icon.svg" alt="" width="40" height="40"> ${this.settings?.server ?? 'SecureChat'}</h1>
      <p>The console for administrators, operators and auditors.</p>
      ${this.session.farewell ? html`<p class="notice warn" role="status">${this.session.farewell}</p>` : nothing}
      ${problemView(this.problem)}
      ${this.settings
        ? html`
            <section aria-labelledby="by-certificate">
              <h2 id="by-certificate">With a certificate</h2>
              <p class="quiet">The browser shows the one that you have put into it.</p>
              <button type="button" class="primary" ?disabled=${this.busy}
                @click=${() => this.#attempt(() => this.session.byCertificate())}>Log in with a certificate</button>
            </section>
            ${openid ? this.#openIdView(openid) : nothing}
            <section aria-labelledby="by-password">
              <h2 id="by-password">With a password</h2>
              <form @submit=${this.#byPassword}>
                <label>Name <input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
                <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
                <button type="submit" class="primary" ?disabled=${this.busy}>Log in</button>
              </form>
            </section>
            ${themeChoice()}
          `
        : html`<p role="status">${this.busy ? 'Loading …' : nothing}</p>`}
    </main>`;
  }

  #openIdView(openid) {
    const { host } = new URL(openid.issuer);
    return html`<section aria-labelledby="by-openid">
      <h2 id="by-openid">With your organisation's login</h2>
      ${openid.problem
        ? html`<p class="notice warn">${openid.problem} Load this page again in a moment.</p>`
        : html`<p class="quiet">You are sent to ${host} and come back here.</p>
            <button type="button" class="primary" ?disabled=${this.busy}
              @click=${() => this.#attempt(() => leaveForProvider(openid))}>Log in at ${host}</button>`}
    </section>`;
  }

  #byPassword = async (event) => {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form);
    await this.#attempt(() => this.session.byPassword(data.get('name').trim(), data.get('password')));
    form.querySelector('[name=password]').value = '';
  };
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  localStorage.setItem(THEME, name);
}

function themeChoice() {
  const now = document.documentElement.dataset.theme;
  return html`<label class="theme">Colours
    <select @change=${(e) => theme(e.target.value)}>
      ${['system', 'light', 'dark'].map((name) => html`<option value=${name} ?selected=${name === now}>${name}</option>`)}
    </select>
  </label>`;
}

customElements.define('sc-app', App);
