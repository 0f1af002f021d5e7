import { html, nothing } from 'lit';
import { segment } from '../api/client.js';
import { address } from '../parts/address.js';
import { grouped } from '../parts/certificate-file.js';
import { commonName } from '../parts/certificate.js';
import { REASONS, certificatePlaces, reasonFields, reasonOf, standing } from '../parts/certificates.js';
import { ask } from '../parts/dialog.js';
import { counted, time, visible } from '../parts/format.js';
import { Place } from '../parts/place.js';
import { facts } from '../parts/table.js';
import { ending } from '../parts/term.js';

const inWords = ({ at, by, reason, note }) =>
  html`${time(at)} by ${visible(by)}: ${REASONS[reason] ?? reason}${note ? html`<br>${visible(note)}` : nothing}`;

/** One certificate: whose it is, until when, and whether it was revoked. */
class Certificate extends Place {
  static properties = { certificate: { state: true } };

  #etag = null;

  get path() {
    return `/certificates/${segment(this.route.path[0])}`;
  }

  arrived() {
    this.certificate = undefined;
    this.#load();
  }

  async #load() {
    const answer = await this.latest(() => this.client.get(this.path, {}, { signal: this.signal }));
    if (!answer) return;
    this.certificate = answer.data;
    this.#etag = answer.etag;
  }

  render() {
    const certificate = this.certificate;
    return html`${certificatePlaces()}
      <h1>${certificate ? visible(certificate.subject) : 'Certificate'}</h1>
      ${this.problemView()}
      ${certificate ? this.#known(certificate) : html`<p class="quiet" role="status">${this.busy ? 'Loading …' : nothing}</p>`}`;
  }

  #known(certificate) {
    const revocation = certificate.revocation;
    const name = commonName(certificate.subject)?.toLowerCase();
    const people = name ? html` – <a href=${address(['people'], { q: name })}>people with this name</a>` : nothing;
    return html`${facts([
        ['State', standing(certificate)],
        ['Name in it', html`${visible(certificate.subject)}${people}`],
        ['Issuer', visible(certificate.issuer)],
        ['Valid from', time(certificate.not_before)],
        ['Valid until', html`${time(certificate.not_after)} <span class="quiet">${ending(certificate.not_after)}</span>`],
        ['Open sessions on this node', certificate.open_sessions],
        ['Revoked here', revocation ? inWords(revocation) : 'no'],
        ["On an authority's list", certificate.listed ? 'yes: it is revoked by its authority' : 'no'],
        ['Serial number', html`<code>${certificate.serial}</code>`],
        ['SHA-256', html`<code>${grouped(certificate.sha256)}</code>`],
      ])}
      ${this.session.is('administrator') && !revocation
        ? html`<div class="actions"><button type="button" class="danger" @click=${this.#revoke}>Revoke</button></div>`
        : nothing}
      ${revocation && !certificate.listed
        ? html`<p class="notice warn">Its authority's lists do not name it. This server refuses it, but an auditor judges by the
            lists: have the authority put it on its list.</p>`
        : nothing}`;
  }

  #revoke = async () => {
    const { subject, open_sessions: open } = this.certificate;
    const answer = await ask({
      title: `Revoke the certificate of ${visible(subject)}?`,
      body: html`<p><strong>There is no way back.</strong> It is refused from now on, whatever its authority says, on every node.
          ${open > 0
            ? `${counted(open, 'open session ends', 'open sessions end')} at once.`
            : 'No session is open with it on this node.'}
          What it has signed until now still verifies.</p>
        <p>The authority should put it on its list as well: an auditor judges by that. To let the person in again, a new
          certificate is needed.</p>`,
      fields: reasonFields(),
      action: 'Revoke for good',
      danger: true,
      act: (form) => this.client.change('POST', `${this.path}/revoke`, { etag: this.#etag, body: reasonOf(form) }),
    });
    if (answer) this.say('The certificate is revoked.');
    await this.#load();
    await this.keepFocus();
  };
}

customElements.define('sc-certificate', Certificate);
