import { html, nothing } from 'lit';
import { certificatePlaces } from '../parts/certificates.js';
import { ask } from '../parts/dialog.js';
import { count, counted, time, visible } from '../parts/format.js';
import { Listing } from '../parts/listing.js';
import { LIST_STATES, SOURCES, listOf } from '../parts/lists.js';
import { Place } from '../parts/place.js';
import { badge, table } from '../parts/table.js';
import { ending } from '../parts/term.js';

/** The revocation lists that this node has, and what each is good for. */
class Lists extends Place {
  static properties = { uploaded: { state: true } };

  #listing = new Listing(this, '/certificates/crls');

  arrived() {
    this.#listing.find();
  }

  render() {
    return html`<h1>Certificates and lists</h1>
      ${certificatePlaces('lists')}
      <p>What this node knows of certificates that their authorities have revoked: from its file, from uploads, and from where the
        authorities publish it. All of them count beside each other.</p>
      ${this.session.is('administrator')
        ? html`<div class="actions"><button type="button" @click=${this.#upload}>Upload a list</button></div>`
        : nothing}
      ${this.problemView()}
      ${this.#uploadedView()}
      ${this.#listing.foundView('list')}
      ${this.#listing.asked
        ? table({
            caption: 'Revocation lists',
            rows: this.#listing.items,
            empty: 'This node has no list.',
            columns: [
              { name: 'Authority', cell: (l) => visible(l.issuer) },
              { name: 'State', cell: stateOf },
              { name: 'Ends', cell: endOf },
              { name: 'Issued', cell: (l) => time(l.this_update) },
              { name: 'Names', end: true, cell: (l) => count(l.entries) },
              { name: 'Covers', cell: (l) => visible(l.covers) },
              { name: 'From', cell: sourceOf },
            ],
          })
        : nothing}
      ${this.#listing.moreButton()}`;
  }

  #uploadedView() {
    const list = this.uploaded;
    if (!list) return nothing;
    return html`<div class="notice ${list.accepted && list.current ? 'good' : 'warn'}">
      <p>The server has taken the list of <strong>${visible(list.issuer)}</strong>: it names ${counted(list.entries, 'certificate')},
        covers ${visible(list.covers)}, and ${list.next_update ? ending(list.next_update) : 'does not say when it ends'}.</p>
      <p>${stateOf(list)}</p>
    </div>`;
  }

  #upload = async () => {
    const list = await ask({
      title: 'Upload a revocation list',
      body: html`<p>One list, PEM or DER, of at most 10 MiB, that an authority known here has signed. It counts beside those of other
        sources, on every node. Sessions with certificates that it names end. If the server has not seen the authority, put the
        authority's certificate beside the list into a PEM file.</p>`,
      fields: html`<label>List <input type="file" name="file" required accept=".crl,.pem,.der"></label>`,
      action: 'Upload',
      act: async (form) => {
        const body = listOf(new Uint8Array(await form.get('file').arrayBuffer()));
        return (await this.client.change('POST', '/certificates/crls', { body })).data;
      },
    });
    if (!list) return;
    this.uploaded = list;
    this.say('The server has taken the list.');
    await this.#listing.again();
    await this.keepFocus();
  };
}

const endOf = ({ next_update: end }) =>
  end ? html`${time(end)} <span class="quiet">${ending(end)}</span>` : 'It does not say, so it does not count.';

function sourceOf({ source, location, number }) {
  const more = [location ? visible(location) : '', number ? `number ${number}` : ''].filter(Boolean).join(', ');
  return html`${SOURCES[source] ?? source} <span class="quiet">${more}</span>`;
}

function stateOf(list) {
  const [kind, word, meaning] = LIST_STATES[list.state] ?? ['plain', list.state, ''];
  return html`${badge(kind, word)} ${meaning} ${list.reason ? `${visible(list.reason)}.` : nothing}`;
}

customElements.define('sc-lists', Lists);
