// As the server folds texts for its search, near enough: characters that are compatible, upper and lower case, accents,
// and kinds of white space make no difference.
const MARKS = /\p{M}/gu;
const ASCII = /^[\x20-\x7e]*$/;

const foldPiece = (piece) => piece.normalize('NFKD').replace(MARKS, '').toLowerCase();

/** The folded text, and where in the text each character of it comes from; `at` is null where they are the same. */
function fold(text) {
  if (ASCII.test(text)) return { folded: text.toLowerCase(), at: null };
  let folded = '';
  const at = [];
  let place = 0;
  for (const character of text) {
    for (const unit of foldPiece(character).split('')) {
      const kept = /\s/.test(unit) ? ' ' : unit;
      if (kept === ' ' && folded.endsWith(' ')) continue;
      folded += kept;
      at.push(place);
    }
    place += character.length;
  }
  at.push(text.length);
  return { folded, at };
}

/** The words of a search: between spaces, or together between quotation marks. */
export const wordsOf = (query) =>
  [...(query ?? '').matchAll(/"([^"]+)"|([^\s"]+)/g)].map(([, together, word]) => together ?? word);

/** Cuts a text at pairs of a start and an end, which may overlap, into `{text, found}`. */
export function cut(text, spans) {
  const parts = [];
  let done = 0;
  const add = (from, to, found) => from < to && parts.push({ text: text.slice(from, to), found });
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    if (start > done) add(done, start, false);
    add(Math.max(start, done), end, true);
    done = Math.max(done, end);
  }
  add(done, text.length, false);
  return parts;
}

/**
 * Looks for words in texts: `holds(text)` says whether all are in it, and `parts(text)` cuts it into `{text, found}` for
 * the eye. Null for a search without words.
 */
export function finder(query) {
  const words = wordsOf(query)
    .map((word) => fold(word).folded.trim())
    .filter(Boolean);
  if (words.length === 0) return null;
  return {
    holds(text) {
      const { folded } = fold(text);
      return words.every((word) => folded.includes(word));
    },
    parts(text) {
      const { folded, at } = fold(text);
      const spans = [];
      for (const word of words) {
        for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
          const end = i + word.length;
          spans.push(at ? [at[i], at[end]] : [i, end]);
        }
      }
      return cut(text, spans);
    },
  };
}
