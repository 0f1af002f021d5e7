/** A call that makes no sense, such as one without an authority. There is no verdict. */
export class WrongUse extends Error {
  name = 'WrongUse';
}

/** What this browser cannot do, so that no verdict is possible in it. The message says what it lacks. */
export class Unsupported extends Error {
  name = 'Unsupported';
}

/** Bytes or a text that are not of their form. Stays inside the verifier, which makes a finding of it. */
export class Malformed extends Error {
  name = 'Malformed';
}

/**
 * @param {unknown} holds
 * @param {string} [fault] what is wrong otherwise
 * @returns {asserts holds}
 */
export function insist(holds, fault = 'malformed') {
  if (!holds) throw new Malformed(fault);
}

/**
 * What a reader reads, or what is made of the fault if that is not of its form.
 *
 * @template T
 * @param {() => T} reader
 * @param {(fault: string) => T} otherwise
 * @returns {T}
 */
export function readOr(reader, otherwise) {
  try {
    return reader();
  } catch (fault) {
    if (fault instanceof Malformed) return otherwise(fault.message);
    throw fault;
  }
}
