import { html } from 'lit';
import { ROLES } from './administrators.js';

/** Which role, inside a form. */
export const roleFields = (chosen) => html`<fieldset>
  <legend>Role</legend>
  ${Object.entries(ROLES).map(
    ([role, meaning]) => html`<label class="check">
      <input type="radio" name="role" value=${role} ?checked=${role === chosen}> <span>${role} <span class="quiet">${meaning}</span></span>
    </label>`,
  )}
</fieldset>`;
