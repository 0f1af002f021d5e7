import { html, nothing } from 'lit';

/**
 * A table that becomes a list of cards where there is no room for columns. `columns` are `{name, cell(row), end}`;
 * the first names the row, and is `narrow` if it is a number. One that is `long` has texts without spaces. `empty` is what to say without rows.
 */
export function table({ caption, columns, rows, empty = 'Nothing found.' }) {
  if (rows.length === 0) return html`<p class="quiet">${empty}</p>`;
  return html`<div class="table" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="unseen">${caption}</caption>
      <thead>
        <tr>${columns.map((c) => html`<th scope="col" class=${c.end ? 'end' : ''}>${c.name}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr>
            ${columns.map((c, i) =>
              i === 0
                ? html`<th scope="row" class=${c.narrow ? 'narrow' : ''}>${c.cell(row)}</th>`
                : html`<td data-name=${c.name} class="${c.end ? 'end' : ''} ${c.long ? 'long' : ''}">${c.cell(row)}</td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Names and values of one thing. Pairs without a value are left out. */
export function facts(pairs) {
  return html`<dl class="facts">
    ${pairs
      .filter(([, value]) => value !== undefined && value !== null && value !== nothing)
      .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** What something is like: `good`, `warn`, `bad` or `plain`. Never by colour alone. */
export const badge = (kind, text) => html`<span class="badge ${kind}">${text}</span>`;
