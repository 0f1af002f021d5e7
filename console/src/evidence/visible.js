// Letters and marks that are blank, though Unicode has no class for that, and what is no character.
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0\ufdd0-\ufdef]|[\ufffe\uffff]/gu;
const SHOWN = new Set(['\n', '\t', '\u200c', '\u200d']);

/** Whether a character has a shape, or is one of those that scripts need to have theirs. @param {string} character */
export const isVisible = (character) =>
  SHOWN.has(character) || !(character.match(HIDDEN) || (character.codePointAt(0) & 0xfffe) === 0xfffe);

/**
 * A text of other people's in which what has no shape, or turns the direction of writing, is shown by its
 * number, such as `[U+202E]`.
 *
 * @param {string} text
 */
export const visible = (text) =>
  Array.from(text, (character) =>
    isVisible(character)
      ? character
      : `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
  ).join('');
