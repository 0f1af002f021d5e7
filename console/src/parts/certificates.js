import { html, nothing } from 'lit';
import { address } from './address.js';
import { hash, time, visible } from './format.js';
import { badge, table } from './table.js';
import { ending, nearness } from './term.js';

/** Why RFC 5280 lets one revoke for good, in words. */
export const REASONS = {
  unspecified: 'no reason is given',
  keyCompromise: 'the key may be in wrong hands (lost, stolen)',
  cACompromise: "the authority's key may be in wrong hands",
  affiliationChanged: 'the person belongs to another place now',
  superseded: 'there is a newer certificate',
  cessationOfOperation: 'it is not needed any more',
  privilegeWithdrawn: 'the person may no longer have it',
};

/** What a certificate is good for now. */
export function standing(certificate) {
  if (certificate.revoked) return badge('bad', 'revoked');
  if (certificate.expired) return badge('plain', 'ended');
  if (new Date(certificate.not_before) > new Date()) return badge('warn', 'not valid yet');
  const near = nearness(certificate.not_after, certificate.not_before);
  return near === 'good' ? badge('good', 'valid') : badge(near, 'ends soon');
}

export const certificateTable = (certificates, empty = 'Nothing found.') =>
  table({
    caption: 'Certificates',
    rows: certificates,
    empty,
    columns: [
      { name: 'Whose', cell: (c) => html`<a href=${address(['certificates', c.sha256])}>${visible(c.subject)}</a>` },
      { name: 'State', cell: standing },
      { name: 'Ends', cell: (c) => html`${time(c.not_after)} <span class="quiet">${ending(c.not_after)}</span>` },
      { name: 'Issuer', cell: (c) => visible(c.issuer) },
      { name: 'Sessions', end: true, cell: (c) => c.open_sessions },
      { name: 'SHA-256', cell: (c) => hash(c.sha256) },
    ],
  });

/** Links between the two places that are about certificates. */
export const certificatePlaces = (here) => html`<nav class="places" aria-label="Certificates and lists">
  <a href=${address(['certificates'])} aria-current=${here === 'certificates' ? 'page' : nothing}>Certificates</a>
  <a href=${address(['certificates', 'lists'])} aria-current=${here === 'lists' ? 'page' : nothing}>Revocation lists</a>
</nav>`;

/** Why a certificate is revoked, inside a form. */
export const reasonFields = () => html`<label>Reason
    <select name="reason" required>
      ${Object.entries(REASONS).map(([name, words]) => html`<option value=${name}>${words}</option>`)}
    </select>
  </label>
  <label>Note <textarea name="note" maxlength="500" rows="3"></textarea></label>
  <p class="quiet">The note is for those who administer: it is shown here and in the audit log.</p>`;

export function reasonOf(form) {
  const note = form.get('note').trim();
  return { reason: form.get('reason'), ...(note ? { note } : {}) };
}
