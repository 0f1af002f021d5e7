import { distance } from './format.js';

const DAY = 86_400_000;

/**
 * How near the end of a certificate or list is: `good`, `warn` from 30 days before, `bad` from 7 days before and
 * afterwards. What is made for a short time is made anew often, so that it is told later: `warn` in the last quarter
 * of its time, `bad` in the last sixteenth, as the server does.
 */
export function nearness(until, from, now = Date.now()) {
  const end = new Date(until).getTime();
  const life = from ? end - new Date(from).getTime() : Infinity;
  const left = end - now;
  if (left <= (life < 28 * DAY ? life / 16 : 7 * DAY)) return 'bad';
  if (left <= (life < 120 * DAY ? life / 4 : 30 * DAY)) return 'warn';
  return 'good';
}

/** "ends in 6 days", "ended 2 days ago". */
export const ending = (until, now = Date.now()) =>
  `${new Date(until).getTime() > now ? 'ends' : 'ended'} ${distance(until, now)}`;

/**
 * How near the end of an authority's list is, as the server tells it of those on which logins depend. `known` are lists
 * that this node has: since when one is good is known from there, if one may read them.
 */
export function listNearness({ issuer, state, next_update: until }, known = [], now = Date.now()) {
  if (state === 'unused' || state === 'excused') return 'plain';
  if (state === 'ended' || state === 'missing' || !until) return 'bad';
  const from = known.find((list) => list.issuer === issuer && list.next_update === until)?.this_update;
  if (from) return nearness(until, from, now);
  return state === 'ends_soon' ? 'bad' : 'good';
}

/** How far a clock here is from the server's, in whole seconds, if `told` was said between `before` and `after`. */
export function skewOf(told, before, after) {
  const then = new Date(told).getTime();
  return Math.round(Math.max(before - then, then - after, 0) / 1000);
}
