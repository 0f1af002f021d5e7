import { html, nothing } from 'lit';

/** An input for a name as the server writes it: nothing is completed, corrected or begun with a capital. */
export const nameField = (label, name, value = '', { required = false, type = 'text', list, pattern, most } = {}) =>
  html`<label>${label}
    <input name=${name} type=${type} .value=${value} ?required=${required} list=${list ?? nothing} pattern=${pattern ?? nothing}
      maxlength=${most ?? nothing} autocomplete="off" autocapitalize="none" spellcheck="false"></label>`;

/** An input for the position of a line. */
export const positionField = (label, name, value = '') =>
  html`<label>${label}
    <input name=${name} inputmode="numeric" pattern="[1-9][0-9]*" .value=${value} autocomplete="off"></label>`;
