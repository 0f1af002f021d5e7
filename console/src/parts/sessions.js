import { html, nothing } from 'lit';
import { address } from './address.js';
import { ask } from './dialog.js';
import { counted, distance, hash, time, visible } from './format.js';
import { badge, table } from './table.js';

/** Open sessions as a table, for the pages that have some. `ended` is called after one was ended. */
export function sessionTable(page, sessions, ended) {
  const mayRead = page.session.is('administrator', 'auditor');
  const mayEnd = page.session.is('administrator', 'operator');
  const name = (s) => (s.user ? visible(s.user) : 'nobody yet');
  return table({
    caption: 'Open sessions',
    rows: sessions,
    empty: 'No session is open.',
    columns: [
      { name: 'User', cell: (s) => (mayRead && s.user ? html`<a href=${address(['people', s.user])}>${name(s)}</a>` : name(s)) },
      { name: 'State', cell: (s) =>
        s.state === 'logged_in' ? badge('good', 'logged in') : badge('plain', 'connected, not logged in') },
      { name: 'Since', cell: (s) => html`${time(s.since)} <span class="quiet">${distance(s.since)}</span>` },
      { name: 'From', cell: (s) => visible(s.address) },
      { name: 'Certificate', cell: ({ certificate_sha256: sha256 }) =>
        mayRead ? html`<a href=${address(['certificates', sha256])}>${sha256.slice(0, 12)}…</a>` : hash(sha256) },
      { name: 'Session', cell: (s) => html`${hash(s.id)} <span class="quiet">connection ${s.connection}</span>` },
      ...(mayEnd
        ? [{ name: 'Action', cell: (s) => html`<button type="button" aria-label="End the session of ${name(s)} from ${s.address}"
              @click=${() => endOne(page, s, ended)}>End</button>` }]
        : []),
    ],
  });
}

async function endOne(page, session, ended) {
  const whose = session.user ? `of ${visible(session.user)}` : 'of a peer who has not logged in';
  const answer = await ask({
    title: `End the session ${whose}?`,
    body: html`<p>It comes from ${visible(session.address)} and has been open since ${time(session.since)}. The user reads that
      it was ended, and may come back. What was written before is kept.</p>
      <p class="quiet">To keep a user out, disable the account.</p>`,
    action: 'End the session',
    act: async () => {
      try {
        return (await page.client.change('DELETE', `/sessions/${session.id}`)).data.ended;
      } catch (problem) {
        if (problem.status === 404) return 0;
        throw problem;
      }
    },
  });
  if (answer === undefined) return;
  page.say(answer > 0 ? `The session ${whose} is ended.` : 'It had ended already.');
  await ended();
  await page.keepFocus();
}

/** Ends every session of a user on this node. */
export async function endAll(page, user, ended) {
  const answer = await ask({
    title: `End all sessions of ${visible(user)}?`,
    body: html`<p>Those on this node end at once. The user reads that they were ended, and may come back. What was written
      before is kept.</p><p class="quiet">To keep a user out, disable the account.</p>`,
    action: 'End all',
    act: async () => (await page.client.change('DELETE', '/sessions', { query: { user } })).data.ended,
  });
  if (answer === undefined) return;
  page.say(answer === 0 ? `${visible(user)} had no open session.` : `${counted(answer, 'session')} of ${visible(user)} ended.`);
  await ended();
  await page.keepFocus();
}

export const endAllButton = (page, user, ended) =>
  page.session.is('administrator', 'operator')
    ? html`<button type="button" @click=${() => endAll(page, user, ended)}>End all of ${visible(user)}</button>`
    : nothing;
