import { html, render, nothing } from 'lit';

/** As the server makes them: without letters that look like digits; 32, so that 5 bits of a byte choose one. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A random password of 100 bits, in groups that can be read out. */
export function newPassword(bytes = crypto.getRandomValues(new Uint8Array(20))) {
  return [...bytes]
    .map((byte) => ALPHABET[byte & 31])
    .join('')
    .replace(/.{5}(?=.)/g, '$&-');
}

/** Shows a secret this once. The dialogue closes by its button alone, so that nobody loses it by a stray key. */
export function showOnce({ title, body, secret }) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-labelledby', 'secret-title');
    let said;

    const copy = async () => {
      try {
        await navigator.clipboard.writeText(secret);
        said = 'It is copied.';
      } catch {
        getSelection().selectAllChildren(dialog.querySelector('.secret'));
        said = 'The browser does not allow it. It is selected: copy it by the keyboard.';
      }
      draw();
    };
    const draw = () =>
      render(
        html`<h2 id="secret-title">${title}</h2>
          <div class="stack">${body ?? nothing}</div>
          <p><code class="secret">${secret}</code></p>
          <p class="quiet" role="status">${said ?? 'It is shown this once and cannot be had again.'}</p>
          <div class="actions">
            <button type="button" @click=${copy}>Copy</button>
            <button type="button" class="primary" @click=${() => dialog.close()}>I have noted it</button>
          </div>`,
        dialog,
      );

    dialog.addEventListener('keydown', (event) => event.key === 'Escape' && event.preventDefault());
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
    draw();
    document.body.append(dialog);
    dialog.showModal();
  });
}
