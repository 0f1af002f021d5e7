/**
 * The steps of PROTOCOL.md 11.2 and the code words of what is checked in each.
 *
 * @type {ReadonlyArray<{step: number, check: string}>}
 */
export const CHECKS = [
  [1, 'file'],
  [2, 'receipt'],
  [2, 'signature'],
  [3, 'transcript'],
  [3, 'chain'],
  [4, 'time'],
  [5, 'certificate'],
  [5, 'revocation'],
  [6, 'name'],
  [7, 'payload'],
  [7, 'signature'],
  [7, 'kind'],
  [8, 'history'],
  [9, 'erased'],
  [10, 'countersignature'],
].map(([step, check]) => ({ step, check }));

/**
 * @typedef {object} Check
 * @property {number} step 1 to 10, as in PROTOCOL.md 11.2
 * @property {string} check the code word
 * @property {'passed' | 'failed' | 'incomplete' | 'unknown'} outcome
 * @property {boolean} ok whether it passed
 * @property {string} subject of what: a file or a line; empty for a check that passed for everything
 * @property {string} detail why it did not pass; empty if it did
 */

/** What was found so far. */
export class Findings {
  /** @type {Check[]} */
  #all = [];
  #seen = new Set();
  #notes = new Set();

  /**
   * @param {number} step
   * @param {string} check
   * @param {string} subject
   * @param {string} detail
   * @param {'failed' | 'incomplete' | 'unknown'} [outcome]
   */
  add(step, check, subject, detail, outcome = 'failed') {
    const key = [step, check, subject, detail, outcome].join('\n');
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#all.push({ step, check, outcome, ok: false, subject, detail });
  }

  /** What an auditor should know although it is no failure. @param {string} words */
  note(words) {
    this.#notes.add(words);
  }

  get notes() {
    return [...this.#notes];
  }

  get isEmpty() {
    return this.#all.length === 0;
  }

  /** In the order of the steps. */
  get all() {
    return [...this.#all].sort((a, b) => a.step - b.step);
  }

  /** @returns {Map<string, Check[]>} */
  bySubject() {
    const found = new Map();
    for (const each of this.#all) found.set(each.subject, [...(found.get(each.subject) ?? []), each]);
    return found;
  }

  /**
   * All that was found, and what passed as one check for everything.
   *
   * @param {boolean} isFinished whether every check was made
   * @returns {Check[]}
   */
  checks(isFinished) {
    const all = this.all;
    if (!isFinished) return all;
    return CHECKS.flatMap(({ step, check }) => {
      const found = all.filter((each) => each.step === step && each.check === check);
      return found.length ? found : [{ step, check, outcome: 'passed', ok: true, subject: '', detail: '' }];
    });
  }

  /**
   * @param {boolean} isFinished
   * @returns {'VERIFIED' | 'FAILED' | 'INCOMPLETE' | 'NEEDS A NEWER VERIFIER'}
   */
  verdict(isFinished) {
    const outcomes = new Set(this.#all.map((each) => each.outcome));
    if (!isFinished || outcomes.has('failed')) return 'FAILED';
    if (outcomes.has('incomplete')) return 'INCOMPLETE';
    return outcomes.has('unknown') ? 'NEEDS A NEWER VERIFIER' : 'VERIFIED';
  }
}
