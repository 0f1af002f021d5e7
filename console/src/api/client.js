/**
 * What the server answered that is no success (RFC 9457), or that there was no answer.
 * `code` is the last part of the problem's type, `no_answer` if none came.
 */
export class Problem extends Error {
  constructor(status, body = {}, retryAfter = null) {
    super(body.detail || body.title || 'The server did not say why.');
    this.name = 'Problem';
    this.status = status;
    this.code = (body.type ?? '').split(':').pop() || (status ? `http_${status}` : 'no_answer');
    this.title = body.title ?? '';
    this.errors = body.errors ?? [];
    this.event = body.event ?? null;
    this.retryAfter = retryAfter;
  }
}

const API = new URL('../api/v1', document.baseURI).pathname;

/** How long an answer may take, in milliseconds; a bundle is made while one waits for it. */
const PATIENCE = 30_000;
const PATIENCE_FOR_FILES = 300_000;

/**
 * The administration interface. Each call gives `{data, etag}` or throws a {@link Problem}. The session
 * says by what the requests prove who asks, and is told when they no longer do.
 */
export class Client {
  #session;

  constructor(session) {
    this.#session = session;
  }

  get(path, query, options) {
    return this.#call('GET', path, { query, ...options });
  }

  /** A change of what was seen in the state that `etag` names. */
  change(method, path, { body, etag, query } = {}) {
    return this.#call(method, path, { body, etag, query });
  }

  /** A file as bytes, with the name that the server gives it. */
  file(path, query, { signal } = {}) {
    return this.#call('GET', path, { query, signal, binary: true });
  }

  async text(path, query, options) {
    return (await this.#call('GET', path, { query, text: true, ...options })).data;
  }

  async #call(method, path, { query, body, etag, signal, binary = false, text = false } = {}) {
    const answer = await this.#send(method, path, { query, body, etag, signal, binary });
    if (!answer.ok) {
      const problem = await failure(answer);
      if (answer.status === 401) this.#session.refused(problem);
      throw problem;
    }
    const name = /filename="([^"]*)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
    const seen = answer.headers.get('etag');
    try {
      if (binary) return { data: new Uint8Array(await answer.arrayBuffer()), name, etag: seen };
      if (text) return { data: await answer.text(), etag: seen };
      const content = await answer.text();
      return { data: content ? JSON.parse(content) : null, etag: seen };
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new Problem(0, { detail: 'The answer broke off. Try again.' });
    }
  }

  async #send(method, path, { query, body, etag, signal, binary }) {
    const url = new URL(API + path, document.baseURI);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value);
    }
    const headers = { 'SecureChat-Console': '1' };
    if (this.#session.authorization) headers.Authorization = this.#session.authorization;
    if (etag) headers['If-Match'] = etag;
    const raw = body instanceof Uint8Array;
    if (body !== undefined) headers['Content-Type'] = raw ? 'application/pkix-crl' : 'application/json';
    const limit = AbortSignal.timeout(binary ? PATIENCE_FOR_FILES : PATIENCE);
    try {
      return await fetch(url, {
        method,
        headers,
        body: body === undefined || raw ? body : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new Problem(0, {
        detail: limit.aborted
          ? 'The server did not answer in time. What was asked for may have happened all the same: look before you repeat it.'
          : 'The server cannot be reached.',
      });
    }
  }
}

async function failure(answer) {
  let body = {};
  try {
    body = await answer.json();
  } catch {
    // A balancer or the like answered, which does not speak our language.
  }
  return new Problem(answer.status, body, Number(answer.headers.get('retry-after')) || null);
}

/** An element of a path, such as a name that a person has typed. */
export const segment = (name) => encodeURIComponent(name);
