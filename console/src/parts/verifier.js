import { Choice } from './choice.js';

const path = () => document.querySelector('meta[name="verify-worker"]')?.content ?? '';

let policy;

/** Where the page may start scripts only through a policy, this one lets through the verifier's address alone. */
function trusted(url) {
  if (!globalThis.trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('console', {
    createScriptURL: (asked) => {
      if (asked !== path()) throw new TypeError('not the verifier');
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

const GONE =
  'The verifier has stopped working in this browser. Load the page again; a smaller selection needs less memory.';

/**
 * The verifier, in a worker of its own so that the page stays alive meanwhile. One bundle at a time; it keeps the
 * last one, for questions about its lines. Close it when the page is left.
 */
export class Verifier {
  #worker = null;
  #asked = new Map();
  #number = 0;

  /**
   * @param {Uint8Array} bundle
   * @param {{authority: Uint8Array[] | null, lists: Uint8Array[], rootsWithoutList: boolean}} trust null for the copy
   *     in the bundle, which proves nothing by itself
   * @param {{onProgress?: (done: number, total: number) => void, signal?: AbortSignal}} [options]
   */
  verify(bundle, trust, { onProgress, signal } = {}) {
    return this.#ask({ verify: { bundle, ...trust } }, { onProgress, signal });
  }

  /** What a line of the last bundle was made of. */
  line(position) {
    return this.#ask({ line: position });
  }

  close() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#fail(new DOMException('closed', 'AbortError'));
  }

  #ask(message, { onProgress, signal } = {}) {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      const asked = { resolve, reject, onProgress };
      this.#asked.set(number, asked);
      // Half of a verification is of no use to anybody: the worker goes, with all that it holds.
      signal?.addEventListener('abort', () => this.#asked.get(number) === asked && this.close(), { once: true });
      try {
        this.#start().postMessage({ number, ...message });
      } catch (cause) {
        this.#asked.delete(number);
        reject(cause instanceof Choice ? cause : new Choice(`The verifier cannot start in this browser: ${cause.message}`));
      }
    });
  }

  #start() {
    if (this.#worker) return this.#worker;
    const worker = new Worker(trusted(path()), { type: 'module', name: 'verifier' });
    worker.onmessage = ({ data }) => this.#hear(data);
    worker.onmessageerror = () => this.#broken(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      console.error(event.message || 'the verifier did not load');
      this.#broken(worker);
    };
    this.#worker = worker;
    return worker;
  }

  #broken(worker) {
    worker.terminate();
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#fail(new Choice(GONE));
  }

  #fail(reason) {
    const waiting = [...this.#asked.values()];
    this.#asked.clear();
    for (const { reject } of waiting) reject(reason);
  }

  #hear({ number, progress, result, fault }) {
    const asked = this.#asked.get(number);
    if (!asked) return;
    if (progress) {
      asked.onProgress?.(...progress);
      return;
    }
    this.#asked.delete(number);
    if (fault) asked.reject(new Choice(fault));
    else asked.resolve(result);
  }
}
