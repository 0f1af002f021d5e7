import { html, nothing } from 'lit';
import { emphasised, unseen } from './emphasis.js';
import { count, counted, time, visible } from './format.js';
import { isHidden } from './thread.js';
import { fileWords, IDLE, speaker, stateOf } from './words.js';

// How what was said is shown. `finder` says what is looked for, or is null; `link(position, words)` makes a link to a line.

/** People who are named at a symbol before the others are only counted. */
const NAMED = 20;

/** People of whom is said how far they have read. */
const READERS = 500;

const lookedFor = (parts) => parts.map((part) => (part.found ? html`<mark>${part.text}</mark>` : part.text));

/** A text without whom it calls on. */
export const marked = (text, finder) => (finder ? lookedFor(finder.parts(text)) : text);

/** Words of a person, with those whom they call on. */
export function wordsView({ text, mentions = [], file }, finder) {
  // The words about a file are the author's claim; only its hash can be compared.
  if (file) {
    const claim = html`<p class="note" dir="auto">${marked(visible(fileWords(file)), finder)}</p>`;
    return text ? html`${claim}${wordsView({ text, mentions }, finder)}` : claim;
  }
  const shown = visible(text);
  const parts = emphasised(shown, mentions, finder).map((piece) =>
    piece.isMention ? html`<span class="mention">${lookedFor(piece.parts)}</span>` : lookedFor(piece.parts),
  );
  const others = unseen(shown, mentions);
  return html`<p class="text" dir="auto">${parts}</p>
    ${others.length ? html`<p class="note">calls on ${others.join(', ')}</p>` : nothing}`;
}

/** What a line does to another one. */
export const deedView = (parts, finder, link) =>
  parts.map((part) => {
    if (part.line !== undefined) return link(part.line, marked(`line ${part.line}`, finder));
    if (part.reason) return reasonView(part.reason, finder);
    return part.symbol ? html`<bdi class="symbol">${marked(visible(part.symbol), finder)}</bdi>` : marked(part, finder);
  });

/** Why somebody removed a message, in their words. */
const reasonView = (reason, finder) => html`<q dir="auto">${marked(visible(reason), finder)}</q>`;

/** Why it does nothing there. */
export const idleView = ({ idle }) => (idle ? html`<p class="note">${IDLE[idle]}</p>` : nothing);

function whyUnquoted({ kind, state, isWithheld }) {
  if (isWithheld) return ', whose content is not shown';
  if (state === 'erased') return ', whose content was erased';
  return kind ? ', of a kind unknown to this version' : ', whose content is not here';
}

/** What a reply answers: whom, and what they said. */
export function answeredView(answer, { state }, link) {
  const { position, line, quote, isCut, isTakenBack, isRemoved, isEditedSince } = answer;
  // One that did not pass may be about anything.
  if (state === 'failed') {
    return html`<p class="answered">says that it is in reply to ${link(position, `line ${position}`)}</p>`;
  }
  if (!line) return html`<p class="answered">in reply to line ${position}, which is not in this record</p>`;
  const there = link(position, `${visible(speaker(line))}, line ${position}`);
  const doubt = stateOf(line).trouble && line.state !== 'unknown kind' ? ` (${line.state})` : nothing;
  if (isTakenBack) return html`<p class="answered">in reply to ${there}${doubt}, which was taken back</p>`;
  if (isRemoved) return html`<p class="answered">in reply to ${there}${doubt}, which was removed</p>`;
  if (quote === null) return html`<p class="answered">in reply to ${there}${doubt}${whyUnquoted(line)}</p>`;
  return html`<p class="answered">in reply to ${there}${doubt}:
    <q dir="auto">${visible(quote)}${isCut ? ' …' : nothing}</q>${isEditedSince ? ' (edited since)' : nothing}</p>`;
}

/** Who took a message away, and why. */
export const goneView = ({ takenBack, removal }, finder, link) => html`${takenBack !== null
  ? html`<p class="note">taken back by its author (${link(takenBack, `line ${takenBack}`)})</p>`
  : nothing}${removal
  ? html`<p class="note">removed by ${visible(removal.by)} (${link(removal.position, `line ${removal.position}`)})${
      removal.reason ? html`: ${reasonView(removal.reason, finder)}` : nothing}</p>`
  : nothing}`;

/** What a message reads at the end, and in a part of its own what it read before, or all if it is gone. */
export function messageView(turn, finder, link) {
  const { line, versions } = turn;
  const last = versions.at(-1);
  const open = isHiddenFound(turn, finder);
  if (isHidden(turn)) {
    return html`<details class="versions gone" ?open=${open}>
      <summary>What it read${versions.length > 1 ? `, in ${count(versions.length)} versions` : nothing}</summary>
      ${versionsView(turn, finder, link)}
    </details>`;
  }
  return html`${wordsView(last, finder)}
    ${versions.length > 1
      ? html`<details class="versions" ?open=${open}>
          <summary><strong>edited</strong> (line ${last.position}): all ${count(versions.length)} versions<span
            class="unseen"> of line ${line.position}</span></summary>
          ${versionsView(turn, finder, link)}
        </details>`
      : nothing}`;
}

const versionsView = ({ versions }, finder, link) => html`<ol role="list">
  ${versions.map(
    (version, i) => html`<li>
      <p class="head">${i === 0 ? 'at first' : link(version.position, `line ${version.position}`)} ${time(version.at)}</p>
      ${wordsView(version, finder)}</li>`,
  )}
</ol>`;

/** Whether what is looked for stands in what a message first said, and is not on the screen otherwise. */
function isHiddenFound(turn, finder) {
  const { versions } = turn;
  if (!finder) return false;
  const isIn = ({ text }) => finder.holds(visible(text));
  return isIn(versions[0]) && (isHidden(turn) || !isIn(versions.at(-1)));
}

/** The words of an edit, where its line stands: open if they are not shown at the message, and are not gone. */
export function editView({ text, mentions }, turn, finder) {
  const isElsewhere = !isHidden(turn) && (turn.idle === 'absent' || turn.idle === 'unseen');
  const open = isElsewhere || Boolean(finder?.holds(visible(text)));
  return html`<details class="words" ?open=${open}>
    <summary>What it says</summary>
    ${wordsView({ text, mentions }, finder)}
  </details>`;
}

/** What others have given to a message, with their names. */
export function reactionsView({ reactions, line }) {
  if (reactions.size === 0) return nothing;
  return html`<ul class="reactions" role="list" aria-label="Reactions to line ${line.position}">
    ${[...reactions].map(([symbol, people]) => {
      const names = [...people].map(visible);
      const more = names.slice(NAMED);
      return html`<li><bdi class="symbol">${visible(symbol)}</bdi> ${count(names.length)}:
        ${names.slice(0, NAMED).join(', ')}${more.length
          ? html`<details><summary>and ${count(more.length)} more</summary>${more.join(', ')}</details>`
          : nothing}</li>`;
    })}
  </ul>`;
}

/** Lines that say something of this one and change nothing, since somebody else may have written them. */
export const doubtedView = ({ doubted }, link) =>
  doubted.length
    ? html`<p class="note">who wrote ${doubted.map(
        (position, i) => html`${i ? ', ' : nothing}${link(position, `line ${position}`)}`,
      )} about this is in doubt, and so it changes nothing here</p>`
    : nothing;

/** Who has read how far, as they say themselves. */
export function readersView(readers, link) {
  if (readers.length === 0) return nothing;
  const more = readers.length - READERS;
  return html`<details class="readers">
    <summary>Who has read how far, as they say: ${counted(readers.length, 'person', 'people')}</summary>
    <ul role="list">
      ${readers.slice(0, READERS).map(
        ({ name, upTo, position, at }) => html`<li>${visible(name)} up to ${link(upTo, `line ${upTo}`)}
          (${link(position, `line ${position}`)}, ${time(at)})</li>`,
      )}
      ${more > 0 ? html`<li>and ${count(more)} more</li>` : nothing}
    </ul>
  </details>`;
}
