import { html } from 'lit';
import { address } from './address.js';
import { Page } from './page.js';

/**
 * A page that shows what its address says: `arrived()` is called when the address has become another one, and not
 * when the frame is only drawn again.
 */
export class Place extends Page {
  #address;
  #question = 0;

  willUpdate(changed) {
    if (!changed.has('route')) return;
    const now = address(this.route.path, Object.fromEntries(this.route.query));
    if (now === this.#address) return;
    this.#address = now;
    this.arrived();
  }

  /** Asks the server for what the address names. */
  arrived() {}

  /** A condition that the address has, or an empty text. */
  condition(name) {
    return this.route.query.get(name) ?? '';
  }

  /** As {@link Page#run}, but an answer to a question that is no longer the last one is dropped. */
  async latest(work) {
    const question = ++this.#question;
    const answer = await this.run(work);
    return question === this.#question ? answer : undefined;
  }

  /** To another place; to the same one, to ask once more. `where` gives its address, or throws why there is none. */
  go(where) {
    try {
      const next = where();
      if (next === location.hash) this.arrived();
      else location.hash = next;
    } catch (failure) {
      this.problem = failure;
    }
  }

  /** Conditions of a list. They go into the address, so that they can be linked and "back" takes them away. */
  filtersView(path, fields) {
    return html`<form class="filters" role="search" @submit=${(event) => {
      event.preventDefault();
      const data = Object.fromEntries(new FormData(event.target));
      for (const name of Object.keys(data)) data[name] = data[name].trim();
      this.go(() => address(path, data));
    }}>
      ${fields}
      <button type="submit">Search</button>
    </form>`;
  }

  /** Options of a list to choose from; `choices` are `[value, text]`. */
  optionsView(choices, chosen) {
    return choices.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`);
  }

  /** After what had the focus is gone: on a heading, of the page or of where one was, and not nowhere. */
  async keepFocus(where = 'h1') {
    await this.updateComplete;
    if (this.signal.aborted || (document.activeElement && document.activeElement !== document.body)) return;
    const heading = this.querySelector(where);
    heading?.setAttribute('tabindex', '-1');
    heading?.focus();
  }
}
