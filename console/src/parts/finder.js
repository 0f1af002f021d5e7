const special = /[\\^$.*+?()[\]{}|/]/g;

/** The words of a search: between spaces, or together between quotation marks. */
export const wordsOf = (query) =>
  [...(query ?? '').matchAll(/"([^"]+)"|([^\s"]+)/g)].map(([, together, word]) => together ?? word);

/**
 * Looks for words in texts, without regard to upper and lower case: `holds(text)` says whether all are in it, and
 * `parts(text)` cuts it into `{text, found}` for the eye. Null for a search without words.
 */
export function finder(query) {
  const words = wordsOf(query);
  if (words.length === 0) return null;
  const each = words.map((word) => new RegExp(word.replace(special, '\\$&'), 'iu'));
  // The longest first, so that a word within another does not cut it short.
  const longest = [...words].sort((a, b) => b.length - a.length).map((word) => word.replace(special, '\\$&'));
  const any = new RegExp(`(${longest.join('|')})`, 'giu');
  return {
    holds: (text) => each.every((word) => word.test(text)),
    parts: (text) => text.split(any).map((part, i) => ({ text: part, found: i % 2 === 1 })),
  };
}
