import { html, nothing } from 'lit';
import { Listing } from '../parts/listing.js';
import { Place } from '../parts/place.js';
import { endAllButton, sessionTable } from '../parts/sessions.js';

/** Who is connected to this node. */
class Sessions extends Place {
  #listing = new Listing(this, '/sessions');

  arrived() {
    this.#listing.find({ user: this.condition('user') });
  }

  render() {
    const user = this.condition('user');
    const again = () => this.#listing.again();
    return html`<h1>Sessions</h1>
      <p>Who is connected to this node now, the oldest first. The list does not change by itself.</p>
      ${this.filtersView(
        ['sessions'],
        html`<label>User, the whole name
          <input name="user" type="search" maxlength="128" autocapitalize="none" spellcheck="false" .value=${user}></label>`,
      )}
      <div class="actions">
        <button type="button" @click=${again}>Look again</button>
        ${user && this.#listing.items.length > 0 ? endAllButton(this, user, again) : nothing}
      </div>
      ${this.problemView()}
      ${this.#listing.foundView('session')}
      ${this.#listing.asked ? sessionTable(this, this.#listing.items, again) : nothing}
      ${this.#listing.moreButton()}`;
  }
}

customElements.define('sc-sessions', Sessions);
