import { nothing } from 'lit';
import { badge } from './table.js';

/** States of an account: `[kind of badge, word, what it means]`. */
export const USER_STATES = {
  active: ['good', 'active', 'Logs in.'],
  disabled: ['warn', 'disabled', 'Cannot log in until somebody enables the account.'],
  erasing: ['warn', 'erasing', 'Locked for good. Some rooms still keep what was said; the server erases it when it can.'],
  erased: ['plain', 'erased', 'Gone for good. The name is not given again.'],
};

export const LOGINS = { password: 'certificate and password', certificate: 'certificate alone' };

/** Marks an account by which a program speaks. @param {boolean} isBot */
export const botBadge = (isBot) => (isBot ? badge('plain', 'bot') : nothing);

const WHY_KEPT = {
  held: 'a legal hold is on it',
  unavailable: 'its record could not be written',
};

/** Rooms that keep what was said, as the answer to an erasure and its preview name them: `{room, why}`. */
export const keptRooms = (rooms) =>
  (rooms ?? []).map((each) =>
    typeof each === 'string' ? { room: each, why: WHY_KEPT.held } : { room: each.room, why: WHY_KEPT[each.reason] ?? each.reason },
  );
