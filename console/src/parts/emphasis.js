import { lower } from '../evidence/forms.js';
import { cut } from './finder.js';

// A name goes on as long as one could: "@bob." calls on bob at the end of a sentence, and "@bob.smith" does not.
const GOES_ON = /^[._+@-]*[a-z0-9]/;

/**
 * Where a text calls on people, as spans of a start and an end: `@` and a name that its author has signed as mentioned.
 *
 * @param {string} text
 * @param {string[]} names
 * @returns {Array<{start: number, end: number, name: string}>}
 */
export function mentionsIn(text, names) {
  const spans = [];
  const all = lower(text);
  for (const name of names) {
    const called = '@' + name;
    for (let start = all.indexOf(called); start >= 0; start = all.indexOf(called, start + called.length)) {
      const end = start + called.length;
      const isWhole = !GOES_ON.test(all.slice(end)) && !/[a-z0-9]/.test(all[start - 1] ?? '');
      if (isWhole) spans.push({ start, end, name });
    }
  }
  return spans;
}

/**
 * Cuts a text for the eye: at the people whom it calls on, and at the words that are looked for.
 *
 * @param {string} text
 * @param {string[]} names
 * @param {ReturnType<typeof import('./finder.js').finder>} finder
 * @returns {Array<{isMention: boolean, parts: Array<{text: string, found: boolean}>}>}
 */
export function emphasised(text, names, finder) {
  const called = cut(text, mentionsIn(text, names).map(({ start, end }) => [start, end]));
  const found = finder ? finder.parts(text) : [{ text, found: false }];
  let at = 0;
  let next = 0;
  // How much of the part that was found last is used up.
  let used = 0;
  return called.map(({ text: piece, found: isMention }) => {
    const end = at + piece.length;
    const parts = [];
    while (at < end) {
      const { text: whole, found: isFound } = found[next];
      const part = whole.slice(used, used + end - at);
      parts.push({ text: part, found: isFound });
      at += part.length;
      used += part.length;
      if (used === whole.length) {
        next++;
        used = 0;
      }
    }
    return { isMention, parts };
  });
}

/** Those of the people mentioned whose name does not stand in the text, so that they would not be seen there. */
export function unseen(text, names) {
  const seen = new Set(mentionsIn(text, names).map(({ name }) => name));
  return names.filter((name) => !seen.has(name));
}
