import { LitElement, html, nothing } from 'lit';
import { grouped } from './certificate-file.js';
import './conversation.js';
import { ask, save } from './dialog.js';
import { bytes, count, counted, time, visible } from './format.js';
import { Listening } from './listening.js';
import { linesOf } from './positions.js';
import { facts, table } from './table.js';
import { zone } from './moments.js';
import { meaningOf, wordsOf } from './verdict.js';

const QUESTIONS = {
  file: 'Are exactly the files here that belong here?',
  receipt: 'Is the receipt one?',
  signature: 'Did the key of the named certificate sign this?',
  transcript: 'Are these the lines that the receipt speaks of?',
  chain: 'Are the lines linked, so that none was added, removed or moved?',
  time: 'Are the times possible?',
  certificate: 'Was the certificate the authority’s, and valid when it was used?',
  revocation: 'Had it been revoked by then?',
  name: 'Does the certificate name its user, or its server?',
  payload: 'Is the content the one of its line, said in this room by this sender?',
  history: 'Can it have happened so?',
  erased: 'May the content that is missing be missing?',
  countersignature: 'Did the member sign this receipt?',
  kind: 'Does this version know what the line says?',
};

const SHOWN = 10;

/** Checks that the page shows by themselves; more of them make a file. */
const LISTED = 500;

const print = (hex) => html`<span class="quiet">SHA-256</span> <code class="print">${hex}</code>`;

const asText = (check) => `${check.ok ? '✓' : '✗'} ${wordsOf(check)}`;

/** Lines of a record that takes long to print. */
const LONG = 3000;

const LINES_ON_PAPER = 18;

/** Silent members that are named. */
const NAMED = 500;

const certificateCell = ({ isReadable, subject, serial, sha256 }) => html`
  ${isReadable
    ? html`${visible(subject)}<br><span class="quiet">serial</span> <code>${serial}</code>`
    : html`<strong>not in the record</strong>`}
  <br>${print(sha256)}`;

const validityCell = ({ isReadable, begins, ends, revokedSince, faults }) => html`
  ${isReadable ? html`${time(begins)} to ${time(ends)}<br>` : nothing}
  ${revokedSince ? html`<strong>✗ revoked from ${time(revokedSince)} on</strong>` : nothing}
  ${isReadable && !revokedSince && !faults.length ? 'not revoked' : nothing}
  ${faults.map((fault) => html`<p class="why">${visible(fault)}</p>`)}`;

const countersignature = ({ user, at, faults }) => html`<li>${visible(user)}, ${time(at)}, by their own clock:
  ${faults.length ? html`<strong>✗ failed</strong> ${visible(faults.join('; '))}` : '✓ verified'}</li>`;

const resultCell = ({ ok, outcome, subject, detail }) =>
  ok
    ? '✓ passed'
    : html`<strong>${outcome === 'failed' ? '✗' : '!'} ${outcome}</strong>
        ${visible([subject, detail].filter(Boolean).join(': '))}`;

/**
 * A bundle that was verified in this browser, for reading. `record` is `{result, bundle, name, sha256}`: what the verifier
 * found, and the very bytes that it looked at. `unlike` says in what it is not what was asked for.
 */
class Record extends LitElement {
  static properties = {
    record: { attribute: false },
    unlike: { attribute: false },
    origin: { attribute: false },
    addressOf: { attribute: false },
    user: { attribute: false },
    words: { attribute: false },
    line: { attribute: false },
  };

  /** On paper nothing can be opened. */
  #printing = new Listening(this, window, 'beforeprint', () =>
    this.querySelectorAll('details.part').forEach((part) => (part.open = true)),
  );

  createRenderRoot() {
    return this;
  }

  render() {
    const { result } = this.record;
    return html`
      ${this.#verdict(result)}
      <div class="actions">
        <button type="button" @click=${this.#save}>Save this bundle</button>
        <button type="button" @click=${this.#printed}>Print</button>
      </div>
      ${result.receipt ? html`${this.#statement(result)} ${this.#participants(result)} ${this.#erased(result)}` : nothing}
      ${this.#checks(result)}
      ${result.receipt ? this.#conversation(result) : nothing}
    `;
  }

  #verdict(result) {
    const { kind, sign, words: meaning } = meaningOf(result);
    const failures = result.checks.filter(({ ok }) => !ok);
    return html`<section class="notice verdict ${this.unlike ? 'bad' : kind}" aria-label="Verdict">
      ${this.unlike
        ? html`<p><strong class="word"><span aria-hidden="true">✗</span> NOT WHAT WAS ASKED FOR:</strong>
            ${visible(this.unlike)} The server has given another record. What follows is about that one.</p>`
        : nothing}
      <p><strong class="word"><span aria-hidden="true">${sign}</span> ${result.verdict}</strong> ${meaning}</p>
      ${failures.length
        ? html`<ul>${failures.slice(0, SHOWN).map((check) => html`<li>${visible(wordsOf(check))}</li>`)}</ul>`
        : nothing}
      ${failures.length > SHOWN
        ? html`<p>And ${count(failures.length - SHOWN)} more: see the checks below.</p>`
        : nothing}
      ${result.receipt?.revoked
        ? html`<p>Who wrote ${linesOf(result.receipt.revoked)} is in doubt: the certificate had been revoked by then.</p>`
        : nothing}
      <p class="quiet">Checked by this browser itself, ${time(this.record.at)}. Content whose author is not proven is not
        shown.</p>
    </section>`;
  }

  #statement({ receipt, signer, authority, lines, verdict, isOwnAuthority }) {
    const stretch = lines.length
      ? html`, from ${time(lines[0].receivedAt)} to ${time(lines.at(-1).receivedAt)}`
      : nothing;
    const origin = isOwnAuthority ? '(the copy in the record)' : '(the one that you have brought)';
    return html`<section aria-labelledby="statement-heading">
      <h2 id="statement-heading">${verdict === 'FAILED' ? 'What it claims, without proof' : 'Who is behind it'}</h2>
      ${facts([
        ['Signed by', signer?.subject ? visible(signer.subject) : 'unknown'],
        ['For server', visible(receipt.server)],
        ['Room', html`${visible(receipt.room)} <code class="quiet">${receipt.roomId}</code>`],
        ['Lines', html`${count(receipt.first)} to ${count(receipt.last)}${stretch}`],
        ['Issued', time(receipt.issuedAt)],
        [
          'Issued to',
          receipt.user === '@server'
            ? html`an administrator or auditor of the server; number of the export:
                <code class="print">${receipt.session}</code>`
            : visible(receipt.user),
        ],
        ['Signer’s certificate', print(receipt.certificate)],
        [
          'Authority',
          authority
            ? html`${visible(authority.subject)} ${origin}<br>${print(grouped(authority.sha256))}`
            : null,
        ],
        ['File', html`${visible(this.record.name)}, ${bytes(this.record.bundle.length)}<br>${print(this.record.sha256)}`],
      ])}
    </section>`;
  }

  #participants({ certificates, members, countersignatures }) {
    const signed = new Set(certificates.flatMap(({ users }) => users));
    const silent = members.filter((name) => !signed.has(name));
    const more = silent.length - NAMED;
    return html`<details class="part">
      <summary><h2>Participants</h2>
        ${counted(members.length, 'member')}, ${counted(certificates.length, 'certificate')}</summary>
      ${table({
        caption: 'Who signed, and with which certificate',
        empty: 'Nobody signed anything.',
        rows: certificates,
        columns: [
          { name: 'Name', cell: ({ users, purposes }) =>
            purposes.includes('receipt') ? 'the server' : users.map(visible).join(', ') || '(no account)' },
          { name: 'Lines', cell: ({ lines }) => count(lines), end: true },
          { name: 'Certificate', cell: certificateCell },
          { name: 'Valid, and revoked?', cell: validityCell },
        ],
      })}
      ${silent.length
        ? html`<p>Members who signed nothing in this stretch, and so have no certificate here:
            ${silent.slice(0, NAMED).map(visible).join(', ')}${more > 0 ? `, and ${count(more)} more` : ''}.</p>`
        : nothing}
      ${countersignatures.length
        ? html`<h3>Countersignatures</h3>
            <p>These members signed that the receipt agrees with what they had been shown.</p>
            <ul>${countersignatures.map(countersignature)}</ul>`
        : nothing}
    </details>`;
  }

  #conversation({ lines, certificates, receipt }) {
    return html`<section aria-labelledby="conversation-heading">
      <h2 id="conversation-heading">${receipt.room === '@audit' ? 'The lines' : 'The conversation'}</h2>
      <p class="quiet">Each line with its position, the time at which the server took it, and its state. Times are of your
        zone, ${zone()}.${lines.some(({ payload }) => payload?.about)
          ? html` A message reads as it did at the end of this record; who edits, takes back, removes or reacts has a line
              for that, too.`
          : nothing}</p>
      <sc-conversation .lines=${lines} .certificates=${certificates} .origin=${this.origin}
        .addressOf=${this.addressOf} .user=${this.user ?? ''} .words=${this.words ?? ''} .line=${this.line}></sc-conversation>
    </section>`;
  }

  #erased({ receipt }) {
    if (!receipt.erased) return nothing;
    return html`<section aria-labelledby="erased-heading">
      <h2 id="erased-heading">What was erased</h2>
      <p>When the receipt was issued the content of ${linesOf(receipt.erased)} was gone, and the server has signed that. Who
        said something, when, and the hash of what it was are still in the record and still bound by the chain.</p>
    </section>`;
  }

  #checks({ checks, notes }) {
    const listed = checks.slice(0, LISTED);
    const failed = checks.filter(({ ok }) => !ok).length;
    return html`<details class="part">
      <summary><h2>Checks</h2>
        ${failed ? `${count(failed)} did not pass` : 'all passed'}, ${counted(notes.length, 'note')}</summary>
      ${notes.length
        ? html`<h3>Notes of the verifier</h3><ul>${notes.map((note) => html`<li>${visible(note)}</li>`)}</ul>`
        : nothing}
      ${table({
        caption: 'Checks, in their order',
        rows: listed,
        columns: [
          { name: 'Check', cell: ({ check }) => check },
          { name: 'It asks, of every line', cell: ({ check }) => QUESTIONS[check] ?? '' },
          { name: 'Result', cell: resultCell },
        ],
      })}
      ${checks.length > LISTED
        ? html`<p>And ${count(checks.length - LISTED)} more: save the list to see all.</p>`
        : nothing}
      <div class="actions"><button type="button" @click=${this.#saveChecks}>Save the list of checks</button></div>
    </details>`;
  }

  #save = () => {
    const { bundle, name } = this.record;
    save(bundle, name, 'application/zip');
    this.#say(`${name} was handed over: the bytes that were checked here.`);
  };

  #printed = async () => {
    const lines = this.record.result.lines.length;
    const go =
      lines <= LONG ||
      (await ask({
        title: `Print ${count(lines)} lines?`,
        body: html`<p>That is about ${counted(Math.ceil(lines / LINES_ON_PAPER), 'page')}, and a browser needs minutes to
          lay them out. A shorter stretch is printed at once.</p>`,
        action: 'Print all',
        act: () => true,
      }));
    if (go) window.print();
  };

  #saveChecks = () => {
    const { result, name } = this.record;
    const text = `${name}\n${result.verdict}\n${result.checks.map(asText).join('\n')}\n`;
    save(new TextEncoder().encode(text), name.replace(/\.zip$/, '') + '-checks.txt', 'text/plain');
    this.#say('The list of checks was handed over.');
  };

  #say(text) {
    this.dispatchEvent(new CustomEvent('say', { detail: text, bubbles: true }));
  }
}

customElements.define('sc-record', Record);
