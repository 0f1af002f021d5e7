import { html, nothing } from 'lit';
import { counted } from './format.js';

/**
 * A list of the server's that comes in pages, for a page of the console: `items`, and whether there are more. What
 * was asked for last counts; an answer that comes later than that of a newer question is dropped.
 */
export class Listing {
  #page;
  #path;
  #query = {};
  #question = 0;

  constructor(page, path) {
    this.#page = page;
    this.#path = path;
    this.items = [];
    this.next = null;
    this.asked = false;
    /** What the server said last, with more than items. */
    this.answer = null;
    page.addController(this);
  }

  hostConnected() {}

  /** From the first page on. */
  async find(query = {}) {
    this.#query = query;
    await this.#fetch(null);
  }

  more() {
    return this.#fetch(this.next);
  }

  again() {
    return this.find(this.#query);
  }

  async #fetch(after) {
    const question = ++this.#question;
    const answer = await this.#page.run(() =>
      this.#page.client.get(this.#path, { ...this.#query, after }, { signal: this.#page.signal }),
    );
    if (question !== this.#question) return;
    if (!answer) {
      // What is there answers another question than the one that has failed.
      if (!after) Object.assign(this, { items: [], next: null, asked: false });
      this.#page.requestUpdate();
      return;
    }
    this.answer = answer.data;
    const { items, next } = answer.data;
    this.items = after ? [...this.items, ...items] : items;
    this.next = next ?? null;
    this.asked = true;
    this.#page.requestUpdate();
  }

  moreButton() {
    return this.next
      ? html`<p><button type="button" ?disabled=${this.#page.busy} @click=${(e) => this.onward(e.currentTarget)}>Show more</button></p>`
      : nothing;
  }

  /** The next page, with the focus on its first row: the button moves, or is gone. */
  async onward(button) {
    const known = this.items.length;
    const shown = button.closest('p').previousElementSibling;
    await this.more();
    await this.#page.updateComplete;
    shown?.querySelectorAll('tbody tr, :scope > li')[known]?.querySelector('a, button, [tabindex]')?.focus();
    await this.#page.keepFocus?.();
  }

  /** How much there is, for the eye and, when it changes, for screen readers. */
  foundView(one, many = one + 's') {
    if (!this.asked) return html`<p class="quiet" role="status">${this.#page.busy ? 'Loading …' : nothing}</p>`;
    const so = this.next ? ' so far, and there are more' : '';
    return html`<p class="quiet" role="status">${counted(this.items.length, one, many)}${so}</p>`;
  }
}
