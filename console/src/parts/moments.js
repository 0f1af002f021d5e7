import { html } from 'lit';
import { Choice } from './choice.js';

const two = (n) => String(n).padStart(2, '0');

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const dayOf = (date) => `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** A moment as in RFC 3339, with the reader's zone at that moment. */
function written(date) {
  const east = -date.getTimezoneOffset();
  const offset = `${east < 0 ? '-' : '+'}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`;
  return `${dayOf(date)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${offset}`;
}

function local(day, time) {
  const [year, month, date] = day.split('-').map(Number);
  const [hours, minutes] = (time || '00:00').split(':').map(Number);
  const moment = new Date(2000, 0, 1);
  moment.setFullYear(year, month - 1, date);
  moment.setHours(hours, minutes, 0, 0);
  return moment;
}

/**
 * What a person has chosen, in their own zone, as moments that name it: `since` counts, `until` no longer does. A
 * last day without a time counts to its end. Throws an error with words for the person.
 */
export function spanOf({ sinceDay, sinceTime, untilDay, untilTime }) {
  if (sinceTime && !sinceDay) throw new Choice('Choose the first day, too: a time alone names no moment.');
  if (untilTime && !untilDay) throw new Choice('Choose the last day, too: a time alone names no moment.');
  const since = sinceDay ? local(sinceDay, sinceTime) : null;
  const until = untilDay ? local(untilDay, untilTime) : null;
  if (until && !untilTime) until.setDate(until.getDate() + 1);
  if (since && until && since >= until) throw new Choice('The time ends before it begins.');
  return { since: since ? written(since) : '', until: until ? written(until) : '' };
}

/** The other way round, to fill in the fields. What is no moment leaves them empty. */
export function partsOf(since, until) {
  const parts = { sinceDay: '', sinceTime: '', untilDay: '', untilTime: '' };
  const from = new Date(since || NaN);
  if (!Number.isNaN(from.getTime())) {
    parts.sinceDay = dayOf(from);
    if (from.getHours() || from.getMinutes()) parts.sinceTime = `${two(from.getHours())}:${two(from.getMinutes())}`;
  }
  const to = new Date(until || NaN);
  if (!Number.isNaN(to.getTime())) {
    if (to.getHours() || to.getMinutes()) {
      parts.untilTime = `${two(to.getHours())}:${two(to.getMinutes())}`;
    } else {
      to.setDate(to.getDate() - 1);
    }
    parts.untilDay = dayOf(to);
  }
  return parts;
}

/** The same as {@link spanOf}, of a form that has {@link spanFields}. */
export function spanOfForm(data) {
  const text = (name) => String(data.get(name) ?? '');
  return spanOf({
    sinceDay: text('since-day'),
    sinceTime: text('since-time'),
    untilDay: text('until-day'),
    untilTime: text('until-time'),
  });
}

/** Inputs for a time, which begin with `since` and `until`. */
export function spanFields(since, until) {
  const parts = partsOf(since, until);
  return html`<fieldset class="span">
    <legend>Time, in your zone, ${zone()}</legend>
    <label>First day <input type="date" name="since-day" .value=${parts.sinceDay}></label>
    <label>from (optional) <input type="time" name="since-time" .value=${parts.sinceTime}></label>
    <label>Last day <input type="date" name="until-day" .value=${parts.untilDay}></label>
    <label>until (optional) <input type="time" name="until-time" .value=${parts.untilTime}></label>
  </fieldset>`;
}
