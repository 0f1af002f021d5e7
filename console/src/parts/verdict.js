import { count, counted } from './format.js';

/** How a verdict looks, and what it means. A record that vouches for itself alone never looks good. */
export function meaningOf({ verdict, checks, lines, isOwnAuthority }) {
  const failed = checks.filter(({ ok }) => !ok).length;
  switch (verdict) {
    case 'VERIFIED':
      return isOwnAuthority
        ? {
            kind: 'warn',
            sign: '!',
            words:
              'Every check passed, but only against the copy of the authority that came with the record.' +
              ' That copy proves nothing by itself.',
          }
        : {
            kind: 'good',
            sign: '✓',
            words: `Every check passed, for ${lines.length === 1 ? 'its line' : `each of its ${count(lines.length)} lines`}.`,
          };
    case 'INCOMPLETE':
      return {
        kind: 'warn',
        sign: '!',
        words:
          'Nothing failed, but content is missing that the receipt does not call erased. Ask for the whole record.',
      };
    case 'NEEDS A NEWER VERIFIER':
      return {
        kind: 'warn',
        sign: '!',
        words: 'Nothing failed, but there are lines of a kind that this version does not know. A newer verifier may.',
      };
    default:
      return {
        kind: 'bad',
        sign: '✗',
        words: `${failed === 1 ? 'A check' : counted(failed, 'check')} did not pass. This record proves nothing.`,
      };
  }
}

/** A verdict in a few words, for a row of a table. */
export const verdictWords = ({ verdict, isOwnAuthority }) =>
  verdict + (isOwnAuthority && verdict === 'VERIFIED' ? ', against its own copy of the authority' : '');

/** Checks that did not pass, as the other verifiers name them. */
export const wordsOf = ({ check, subject, detail }) =>
  `${check}${subject ? ` ${subject}` : ''}${detail ? `: ${detail}` : ''}`;

/** In what a record is not the one that was asked for, although it may be good in itself; undefined if it is. */
export function unlike(receipt, { room, first, last }) {
  if (!receipt) return undefined;
  if (receipt.room !== room) return `It is of the room ${receipt.room}.`;
  if (receipt.first !== first) return `It begins with line ${count(receipt.first)}.`;
  if (last !== undefined && receipt.last !== last) return `It ends with line ${count(receipt.last)}.`;
  return undefined;
}

/** Whether a record goes on where the one before it ended: undefined if it does, or if it does not begin there. */
export function broken(receipt, before) {
  if (!receipt || !before || before.last + 1 !== receipt.first) return undefined;
  return before.chain === receipt.previousChain ? undefined : 'It does not continue the bundle before it.';
}
