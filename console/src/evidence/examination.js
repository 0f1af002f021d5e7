import { Findings } from './findings.js';

/** @param {string} hash SHA-256 of a certificate */
export const certificateFile = (hash) => `certificates/${hash}.der`;

/** @param {number} position */
export const payloadFile = (position) => `messages/${position}.json`;

/** @param {number} position */
export const signatureFile = (position) => `messages/${position}.sig`;

/** Says that nothing more can be checked; why is among the findings. */
export class Stop extends Error {}

/**
 * A use of a certificate.
 *
 * @typedef {object} Use
 * @property {'receipt' | 'client' | 'classic'} purpose
 * @property {string} at
 * @property {string | null} who the user that the certificate has to name
 * @property {number | null} line
 */

/** A bundle while it is verified: what it holds and what was found. */
export class Examination {
  findings = new Findings();
  /** Whether every check was made. */
  isFinished = false;
  /** @type {Map<string, Uint8Array>} */
  files = new Map();
  /** The names of the files that have to be there, and of those that may. @type {Set<string>} */
  expected = new Set();
  /** The contents of files that lines name, here or not. @type {Set<string>} */
  contents = new Set();
  /** @type {ReturnType<typeof import('./statements.js').readReceipt> | null} */
  receipt = null;
  /** @type {import('./statements.js').Line[]} */
  lines = [];
  /** The chain's values by positions, from the one before the first line on. @type {Map<number, string>} */
  chain = new Map();
  /** The chain's value before the first line of the room. */
  genesis = '';
  /** What each line says, where it can be read. @type {Map<number, import('./payloads.js').Payload>} */
  said = new Map();
  /** Those of the bundle, by their names. @type {Map<string, import('./certificate.js').Certificate>} */
  certificates = new Map();
  /** @type {import('./revocation-list.js').RevocationList[]} */
  lists = [];
  /** @type {Map<string, Use[]>} */
  uses = new Map();
  /** From when on certificates count as revoked. @type {Map<string, string>} */
  revokedSince = new Map();
  /** The issuers of each certificate that was used, up to an authority. @type {Map<string, import('./certificate.js').Certificate[]>} */
  paths = new Map();
  /** @type {string[]} */
  membersBefore = [];
  /** @type {Array<{user: string, certificate: string, at: string}>} */
  countersigned = [];

  /**
   * @param {object} given
   * @param {import('./certificate.js').Certificate[]} given.authorities
   * @param {import('./revocation-list.js').RevocationList[]} given.outside lists
   * @param {boolean} given.rootsWithoutList
   * @param {(done: number, total: number) => void} given.onProgress
   * @param {() => Promise<void>} given.pause
   */
  constructor({ authorities, outside, rootsWithoutList, onProgress, pause }) {
    this.authorities = authorities;
    this.outside = outside;
    this.rootsWithoutList = rootsWithoutList;
    this.onProgress = onProgress;
    this.pause = pause;
  }

  /** @param {number} step @param {string} check @param {string} subject @param {string} detail */
  fail(step, check, subject, detail) {
    this.findings.add(step, check, subject, detail);
  }

  /** As fail, and nothing more can be checked. */
  stop(step, check, subject, detail) {
    this.fail(step, check, subject, detail);
    throw new Stop();
  }

  /**
   * Says that a certificate was used; it has to be there.
   *
   * @param {string} certificate its SHA-256
   * @param {Use['purpose']} purpose
   * @param {string} at
   * @param {string | null} who
   * @param {number | null} line
   */
  use(certificate, purpose, at, who, line) {
    this.expected.add(certificateFile(certificate));
    const uses = this.uses.get(certificate);
    if (uses) uses.push({ purpose, at, who, line });
    else this.uses.set(certificate, [{ purpose, at, who, line }]);
  }

  /** The chain's value at a position, if this bundle can tell. @param {number} position */
  chainAt(position) {
    return position === 0 ? this.genesis : this.chain.get(position);
  }
}
