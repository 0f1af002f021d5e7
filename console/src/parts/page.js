import { LitElement, html, nothing } from 'lit';
import { Problem } from '../api/client.js';
import { Choice } from './choice.js';

/**
 * A page. It lives in the document's own tree, so that one style sheet, print and "find in page" work for all.
 * `session` and `route` (`{path: [...], query}`) come from the application.
 */
export class Page extends LitElement {
  static properties = {
    session: { attribute: false },
    route: { attribute: false },
    problem: { state: true },
    busy: { state: true },
  };

  #leaving = new AbortController();

  createRenderRoot() {
    return this;
  }

  get client() {
    return this.session.client;
  }

  /** Ends what the page still waits for when it is left. */
  get signal() {
    return this.#leaving.signal;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leaving.abort();
  }

  /** Runs `work`, and shows why if it fails. Gives what it gave, or undefined. */
  async run(work) {
    this.busy = true;
    this.problem = undefined;
    try {
      return await work();
    } catch (failure) {
      if (!this.signal.aborted) this.problem = failure;
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  /** Says in words that something was done, for the eye and for screen readers. */
  say(text) {
    this.dispatchEvent(new CustomEvent('say', { detail: text, bubbles: true }));
  }

  problemView() {
    return problemView(this.problem);
  }
}

export function problemView(problem) {
  if (!problem) return nothing;
  const known = problem instanceof Problem || problem instanceof Choice;
  if (!known) console.error(problem);
  return html`<div class="notice bad" role="alert">
    <p>${known ? problem.message : `The console failed: ${problem.message}`}</p>
    ${known && problem.errors.length
      ? html`<ul>${problem.errors.map((e) => html`<li><code>${e.field}</code> ${e.message}</li>`)}</ul>`
      : nothing}
    ${known && problem.retryAfter ? html`<p>Try again in ${problem.retryAfter} s.</p>` : nothing}
    ${known && problem.event ? html`<p>In the server's log: <code>${problem.event}</code></p>` : nothing}
    ${problem.code === 'stale'
      ? html`<p>Somebody else changed it meanwhile. Look at it again, then decide.</p>`
      : nothing}
  </div>`;
}
