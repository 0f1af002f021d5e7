import { html, render, nothing } from 'lit';
import { problemView } from './page.js';

/**
 * Asks before something is done. `body` says what will happen; `fields` draws inputs inside the form; `typed` is a
 * word that has to be typed first. `act(form)` does it, with the form's data; a failure is shown in the dialogue,
 * which stays open. Resolves with what `act` gave, or undefined if the person thought better of it.
 */
export function ask({ title, body, fields, action, danger = false, typed, act }) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-labelledby', 'dialog-title');
    let problem;
    let busy = false;
    let word = '';
    let result;

    const draw = () =>
      render(
        html`<form method="dialog" @submit=${submit}>
          <h2 id="dialog-title">${title}</h2>
          <div class="stack">${body ?? nothing} ${fields ?? nothing}</div>
          ${typed
            ? html`<label>To go on, type <strong>${typed}</strong>
                <input name="typed" autocomplete="off" spellcheck="false" @input=${(e) => {
                  word = e.target.value;
                  draw();
                }}>
              </label>`
            : nothing}
          ${problemView(problem)}
          <div class="actions">
            <button type="button" @click=${() => dialog.close()} ?disabled=${busy}>Cancel</button>
            <button type="submit" class=${danger ? 'danger' : 'primary'} ?disabled=${busy || (typed && word !== typed)}>
              ${busy ? 'Working …' : action}
            </button>
          </div>
        </form>`,
        dialog,
      );

    const submit = async (event) => {
      event.preventDefault();
      if (busy) return;
      busy = true;
      problem = undefined;
      draw();
      try {
        result = await act(new FormData(event.target));
        dialog.close();
      } catch (failure) {
        problem = failure;
        busy = false;
        draw();
      }
    };

    dialog.addEventListener('cancel', (event) => busy && event.preventDefault());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    draw();
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Hands bytes to the person as a file. */
export function save(bytes, name, type = 'application/octet-stream') {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
