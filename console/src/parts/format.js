import { html, nothing } from 'lit';

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const number = new Intl.NumberFormat();

const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** A moment in the reader's zone; the server's own words are shown on demand. */
export const time = (iso) =>
  iso ? html`<time datetime=${iso} title=${iso}>${moment.format(new Date(iso))}</time>` : nothing;

export const timeOfDay = (iso) =>
  html`<time datetime=${iso} title=${iso}>${clock.format(new Date(iso))}</time>`;

export const dayOf = (iso) => day.format(new Date(iso));

/** How far from now, as in "in 6 days". */
export function distance(iso, now = Date.now()) {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const [unit, length] = STEPS.find(([, l]) => Math.abs(seconds) >= l) ?? STEPS.at(-1);
  return relative.format(Math.trunc(seconds / length), unit);
}

export const count = (n) => number.format(n);

/** "1 room", "2 rooms". */
export const counted = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;

export function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = n;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** A hash or fingerprint: short for the eye, whole to copy and to read out. */
export const hash = (hex) =>
  hex ? html`<code class="hash" title=${hex} tabindex="0">${hex}</code>` : nothing;

/** A text of others, with characters that cannot be seen shown by their numbers, as the verifiers show them. */
export { visible } from '../evidence/visible.js';
