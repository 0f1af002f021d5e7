import { html, nothing } from 'lit';
import { save } from './dialog.js';
import { count, counted, visible } from './format.js';
import { Page, problemView } from './page.js';
import { badge } from './table.js';
import { trust } from './trust.js';
import { broken, meaningOf, unlike, verdictWords } from './verdict.js';
import { Verifier } from './verifier.js';

/**
 * Fetches bundles one after the other, verifies each in this browser, and hands over those that are verified. `base` is
 * the path of what they are of, `plan` the server's answer about its range.
 */
class Export extends Page {
  static properties = {
    base: { attribute: false },
    plan: { attribute: false },
    rows: { state: true },
    at: { state: true },
  };

  #verifier = new Verifier();
  #before = null;

  constructor() {
    super();
    this.rows = [];
    this.at = -1;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#verifier.close();
  }

  willUpdate(changed) {
    if (!changed.has('plan')) return;
    this.rows = (this.plan?.bundles ?? []).map(({ first, last }) => ({ first, last, state: 'waits' }));
    this.at = -1;
    this.#before = null;
    this.problem = undefined;
  }

  render() {
    const { rows } = this;
    if (rows.length === 0) return nothing;
    const begun = rows.some(({ state }) => state !== 'waits');
    const left = rows.filter(({ state }) => state === 'waits').length;
    const one = rows.length === 1;
    return html`
      <p>${one
        ? 'The lines go into one bundle.'
        : html`The lines go into ${count(rows.length)} bundles, since each has a limit. They come one after the other; your
            browser may ask whether it may save several files.`}
        Each is verified here before it is handed over, and each export is on record in the audit log.
        ${trust.authority
          ? nothing
          : html`<strong>You have brought no certificate of the authority:</strong> each is judged by its own copy only.`}</p>
      <ol class="bundles">
        ${rows.map(
          (row, i) => html`<li>Lines ${count(row.first)} to ${count(row.last)}:
            <span role="status">${this.#stateView(row, i)}</span></li>`,
        )}
      </ol>
      ${problemView(this.problem)}
      <div class="actions">
        ${left && !this.busy
          ? html`<button type="button" class="primary" @click=${this.#begin}>${begun
              ? 'Go on'
              : one
                ? 'Fetch, verify and save it'
                : `Fetch, verify and save all ${count(rows.length)}`}</button>`
          : nothing}
      </div>`;
  }

  #stateView(row, i) {
    if (this.busy && i === this.at && row.state === 'waits') return row.progress ?? 'is being made and fetched …';
    switch (row.state) {
      case 'waits':
        return 'not fetched yet';
      case 'saved':
        return html`${badge(row.kind, verdictWords(row.result))} handed over as ${row.name},
          ${counted(row.result.lines.length, 'line')}`;
      default:
        return html`${badge(row.kind, row.broken ? 'NOT WHAT WAS ASKED FOR' : row.result.verdict)}
          ${row.broken ? visible(row.broken) : row.words}
          ${row.kept ? 'It was handed over all the same.' : 'It was not handed over.'}
          ${row.kept
            ? nothing
            : html`<button type="button" @click=${() => this.#keep(row)}
                >Save lines ${count(row.first)} to ${count(row.last)} all the same</button>`}`;
    }
  }

  #begin = () =>
    this.run(async () => {
      for (let i = 0; i < this.rows.length; i++) {
        if (this.rows[i].state !== 'waits') continue;
        this.at = i;
        await this.#take(this.rows[i]);
      }
      const failed = this.rows.filter(({ state }) => state === 'refused').length;
      const all = counted(this.rows.length, 'bundle');
      this.say(failed ? `${counted(failed, 'bundle')} did not verify.` : `Handed over: ${all}.`);
    });

  async #take(row) {
    const tell = (progress) => {
      row.progress = progress;
      this.requestUpdate();
    };
    tell(undefined);
    const stretch = { from: row.first, to: row.last };
    const { data, name } = await this.client.file(`${this.base}/bundle`, stretch, { signal: this.signal });
    tell('is being verified …');
    const result = await this.#verifier.verify(data, trust.forVerifier, {
      signal: this.signal,
      onProgress: (done, total) => tell(`is being verified: ${count(Math.floor((100 * done) / total))} % …`),
    });
    const { kind, words } = meaningOf(result);
    Object.assign(row, { result, kind, words, name: name ?? `${row.first}-${row.last}.zip` });
    row.broken = unlike(result.receipt, { room: this.plan.room, ...row }) ?? broken(result.receipt, this.#before);
    this.#before = result.receipt;
    if (row.broken) row.kind = 'bad';
    if (result.verdict === 'VERIFIED' && !row.broken) {
      save(data, row.name, 'application/zip');
      row.state = 'saved';
    } else {
      row.bundle = data;
      row.state = 'refused';
    }
    this.requestUpdate();
  }

  #keep(row) {
    save(row.bundle, row.name, 'application/zip');
    row.kept = true;
    row.bundle = undefined;
    this.requestUpdate();
    this.say(`${row.name} was handed over, although it did not verify.`);
  }
}

customElements.define('sc-export', Export);
