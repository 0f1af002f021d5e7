import { html, nothing } from 'lit';
import { address } from '../parts/address.js';
import { derOf, sha256 } from '../parts/certificate-file.js';
import { pemOf } from '../parts/certificate.js';
import { certificatePlaces, certificateTable, reasonFields, reasonOf } from '../parts/certificates.js';
import { ask } from '../parts/dialog.js';
import { Listing } from '../parts/listing.js';
import { Place } from '../parts/place.js';
import './certificate.js';
import './lists.js';

const DAY = 86_400_000;
const ENDS = [['', 'whenever'], ['7', 'within 7 days'], ['30', 'within 30 days'], ['90', 'within 90 days']];
const REVOKED = [['', 'both'], ['false', 'not revoked'], ['true', 'revoked']];

/** Certificates that the server has seen. */
class Certificates extends Place {
  #listing = new Listing(this, '/certificates');

  arrived() {
    const days = Number(this.condition('ends'));
    this.#listing.find({
      q: this.condition('q'),
      revoked: this.condition('revoked'),
      ends_from: days > 0 ? new Date().toISOString() : '',
      ends_before: days > 0 ? new Date(Date.now() + days * DAY).toISOString() : '',
    });
  }

  render() {
    const filtered = ['q', 'revoked', 'ends'].some((name) => this.condition(name));
    return html`<h1>Certificates and lists</h1>
      ${certificatePlaces('certificates')}
      <p>Certificates that have signed a message, were revoked here, or are used by an open session.</p>
      ${this.session.is('administrator')
        ? html`<div class="actions"><button type="button" @click=${this.#revokeUnseen}>Revoke one that is not here</button></div>`
        : nothing}
      ${this.filtersView(
        ['certificates'],
        html`<label>Part of the name, beginning of the SHA-256, or serial number
            <input name="q" type="search" maxlength="254" autocapitalize="none" spellcheck="false" .value=${this.condition('q')}></label>
          <label>Revoked <select name="revoked">${this.optionsView(REVOKED, this.condition('revoked'))}</select></label>
          <label>Ends <select name="ends">${this.optionsView(ENDS, this.condition('ends'))}</select></label>`,
      )}
      ${this.problemView()}
      ${this.#listing.foundView('certificate')}
      ${this.#listing.asked
        ? certificateTable(
            this.#listing.items,
            this.#listing.next
              ? 'None of those that were looked at so far. There are more.'
              : filtered ? 'No certificate is like that.' : 'No certificate has been seen yet.',
          )
        : nothing}
      ${this.#listing.moreButton()}`;
  }

  /** A certificate that the server has not seen has to be shown to it. */
  #revokeUnseen = async () => {
    const answer = await ask({
      title: 'Revoke a certificate that is not here',
      body: html`<p>It is refused for good from now on, whatever its authority says. There is no way back. The authority should
        put it on its list as well: an auditor judges by that.</p>`,
      fields: html`<label>Certificate, a file in PEM or DER <input type="file" name="file" required accept=".pem,.crt,.cer,.der"></label>
        ${reasonFields()}`,
      action: 'Revoke for good',
      danger: true,
      act: async (form) => {
        const [der] = derOf(new Uint8Array(await form.get('file').arrayBuffer()), 'CERTIFICATE');
        return this.client.change('POST', `/certificates/${await sha256(der)}/revoke`, {
          etag: '"0"',
          body: { ...reasonOf(form), certificate: pemOf(der) },
        });
      },
    });
    if (!answer) return;
    this.say('The certificate is revoked.');
    location.hash = address(['certificates', answer.data.sha256]);
  };
}

customElements.define('sc-certificates', Certificates);
