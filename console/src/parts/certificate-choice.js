import { LitElement, html, nothing } from 'lit';
import { derOf, sha256 } from './certificate-file.js';
import { fingerprintOf } from './certificate.js';
import { Choice } from './choice.js';
import { problemView } from './page.js';

const RULES = {
  none: ['None', 'The password alone.'],
  pinned: ['One certificate', 'The one with this fingerprint, and no other.'],
  named: ['Any that names them', 'Every person to whom the authority gives a certificate with this name can administer.'],
};

/** By which certificate an administrator logs in, inside a form: `certificate` and `fingerprint` are in its data. */
class CertificateChoice extends LitElement {
  static properties = {
    rule: { attribute: false },
    fingerprint: { attribute: false },
    chosen: { state: true },
    fault: { state: true },
  };

  createRenderRoot() {
    return this;
  }

  render() {
    const chosen = this.chosen ?? this.rule;
    return html`<fieldset>
      <legend>Certificate</legend>
      ${Object.entries(RULES).map(
        ([rule, [name, meaning]]) => html`<label class="check">
          <input type="radio" name="certificate" value=${rule} .checked=${rule === chosen} @change=${() => (this.chosen = rule)}>
          <span>${name} <span class="quiet">${meaning}</span></span>
        </label>`,
      )}
      ${chosen === 'pinned'
        ? html`<label>SHA-256 of the certificate
              <input name="fingerprint" required autocomplete="off" spellcheck="false" autocapitalize="none" .value=${this.fingerprint ?? ''}>
            </label>
            <label>Or its file, PEM or DER, which stays in this browser
              <input type="file" accept=".pem,.crt,.cer,.der" @change=${this.#read}>
            </label>
            ${problemView(this.fault)}`
        : nothing}
    </fieldset>`;
  }

  #read = async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    this.fault = undefined;
    try {
      const [der] = derOf(new Uint8Array(await file.arrayBuffer()), 'CERTIFICATE');
      this.querySelector('[name=fingerprint]').value = await sha256(der);
    } catch (fault) {
      this.fault = fault;
    }
  };
}

customElements.define('sc-certificate-choice', CertificateChoice);

export const certificateChoice = (rule = 'none', fingerprint = '') =>
  html`<sc-certificate-choice .rule=${rule} .fingerprint=${fingerprint}></sc-certificate-choice>`;

/** What a form says of the certificate, as the server takes it. */
export function certificateRuleOf(form) {
  const certificate = form.get('certificate');
  if (certificate !== 'pinned') return { certificate };
  const fingerprint = fingerprintOf(form.get('fingerprint'));
  if (!fingerprint) throw new Choice('A SHA-256 has 64 hex digits. Nothing was changed.');
  return { certificate, certificate_sha256: fingerprint };
}
