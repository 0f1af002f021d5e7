import { html, nothing } from 'lit';
import { counted } from './format.js';
import { badge } from './table.js';

/** How long a room keeps what was said. */
export function retentionWords({ days }) {
  if (days === undefined || days === null) return 'as the server’s default says';
  return days === 0 ? 'for ever' : `for ${counted(days, 'full day')}`;
}

/** Whether a room takes messages, and whether it is held. */
export const roomState = ({ archived, retention }) => html`${archived ? badge('plain', 'archived') : 'open'}
  ${retention.hold ? badge('warn', 'legal hold') : nothing}`;
