import { LitElement, html, nothing } from 'lit';
import { grouped } from './certificate-file.js';
import { counted, time, visible } from './format.js';
import { Listening } from './listening.js';
import { problemView } from './page.js';
import { trust } from './trust.js';

/** Where the person who reads says whom they trust; `compact` where that is a thing by the way. */
class Authority extends LitElement {
  static properties = { compact: { type: Boolean }, problem: { state: true } };

  #judging = new Listening(this, trust, 'change', () => this.requestUpdate());

  createRenderRoot() {
    return this;
  }

  render() {
    const { authority } = trust;
    const bring = html`<div class="actions">
      <label class="button">${authority ? 'Bring another certificate' : 'Bring the authority’s certificate'}
        <input type="file" class="unseen" accept=".pem,.der,.crt,.cer" @change=${this.#bring}></label>
      ${authority ? html`<button type="button" @click=${this.#forget}>Forget it</button>` : nothing}
    </div>`;
    const lists = html`<details>
        <summary>Revocation lists${this.#listsWords()}</summary>
        ${this.#listsView()}
      </details>`;
    if (!authority) {
      return html`<section class="authority" aria-labelledby="authority-heading">
        <h2 id="authority-heading" tabindex="-1">Whom you trust</h2>
        <div class="notice warn">
          <p><strong>You have brought no certificate of the authority.</strong> Records are then judged by the copy that the
            server puts into them, and that copy proves nothing by itself: who forges a record can forge an authority to go
            with it. Ask the organisation for the certificate, and compare its fingerprint.</p>
        </div>
        ${bring} ${problemView(this.problem)} ${lists}
      </section>`;
    }
    const prints = authority.certificates.map(
      ({ subject, ends, sha256 }) => html`<p>${visible(subject)}, valid to ${time(ends)}<br>
        <span class="quiet">SHA-256</span> <code class="print">${grouped(sha256)}</code></p>`,
    );
    const change = html`<p>The certificate is from the file <strong>${visible(authority.name)}</strong>, and stays in this
        browser. Compare the fingerprint with one that you have from the authority itself.</p>
      ${bring} ${problemView(this.problem)}`;
    return this.compact
      ? html`<details class="authority">
          <summary><h2>Whom you trust</h2> ${visible(authority.certificates[0].subject)}${this.#listsWords()}</summary>
          ${prints} ${change} ${lists}
        </details>`
      : html`<section class="authority" aria-labelledby="authority-heading">
          <h2 id="authority-heading" tabindex="-1">Whom you trust</h2>
          ${prints}
          <details><summary>Change it</summary>${change}</details>
          ${lists}
        </section>`;
  }

  #listsWords() {
    const { lists, rootsWithoutList } = trust;
    const from = lists.length ? `: ${counted(lists.length, 'list')} from outside` : '';
    return from + (rootsWithoutList ? '; roots without list' : '');
  }

  #listsView() {
    const { authority, lists, rootsWithoutList } = trust;
    return html`<p>A record has the lists of its time. One that was made later may know of more; it counts as well.</p>
      ${lists.length
        ? html`<ul>${lists.map(
            (list) => html`<li>${visible(list.name)}
              <button type="button" class="plain" @click=${() => {
                trust.removeList(list);
                this.#told('The list was taken away.');
              }}>Take away ${visible(list.name)}</button></li>`,
          )}</ul>`
        : nothing}
      <div class="actions">
        <label class="button">Add a revocation list
          <input type="file" class="unseen" accept=".crl,.pem,.der" multiple @change=${this.#addLists}></label>
      </div>
      <label class="check"><input type="checkbox" .checked=${rootsWithoutList} ?disabled=${!authority}
        @change=${(e) => trust.excuseRoots(e.target.checked)}>
        The authority publishes no list about the issuing authorities below it (roots without list)</label>
      <p class="quiet">Tick this only if you know it from the authority itself. Lists about people and servers are asked for
        as before.</p>`;
  }

  #forget = () => {
    trust.forget();
    this.#told('The authority’s certificate was forgotten.');
  };

  #bring = (event) =>
    this.#take(event, async ([file]) => {
      await trust.bring(file.name, new Uint8Array(await file.arrayBuffer()));
      this.#told('Records are now judged by this certificate. Compare its fingerprint.');
    });

  #addLists = (event) =>
    this.#take(event, async (files) => {
      for (const file of files) await trust.addList(file.name, new Uint8Array(await file.arrayBuffer()));
      this.#told('Records are now judged by this list, too.');
    });

  async #take({ target }, work) {
    this.problem = undefined;
    try {
      await work([...target.files]);
    } catch (failure) {
      this.problem = failure;
    } finally {
      target.value = '';
    }
  }

  #told(text) {
    this.dispatchEvent(new CustomEvent('say', { detail: text, bubbles: true }));
    this.focus();
  }

  /** To the heading: what one had in hand may be gone now. */
  async focus() {
    await this.updateComplete;
    this.querySelector('h2[tabindex], summary').focus();
  }
}

customElements.define('sc-authority', Authority);
