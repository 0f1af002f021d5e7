import { Client, Problem } from './client.js';

const METHOD = 'securechat.login';

/**
 * Who is logged in, and by what. The password or the token is in this object's memory and nowhere else, so it is
 * gone with the page; only the word `certificate` is kept for the tab, to log in again after a reload.
 * Tells `change` when somebody has logged in or out.
 */
export class Session extends EventTarget {
  #authorization = null;

  constructor() {
    super();
    this.client = new Client(this);
    this.me = null;
    this.farewell = null;
  }

  /** What requests say of themselves; null with a certificate, which the browser shows by itself. */
  get authorization() {
    return this.#authorization;
  }

  get wasByCertificate() {
    return sessionStorage.getItem(METHOD) === 'certificate';
  }

  async byCertificate() {
    await this.#login(null);
    sessionStorage.setItem(METHOD, 'certificate');
  }

  async byPassword(name, password) {
    const bytes = new TextEncoder().encode(`${name}:${password}`);
    await this.#login('Basic ' + btoa(String.fromCharCode(...bytes)));
  }

  async byToken(token, expiresIn) {
    await this.#login('Bearer ' + token);
    const seconds = Number(expiresIn);
    if (seconds > 0) {
      setTimeout(
        () => this.#authorization === 'Bearer ' + token && this.end('Your login has ended. Log in again.'),
        Math.min(seconds * 1000, 2 ** 31 - 1),
      );
    }
  }

  /** The server no longer takes what we say. */
  refused(problem) {
    if (this.me) this.end(`The server no longer accepts your login: ${problem.message}`);
  }

  end(reason = null) {
    this.#authorization = null;
    this.me = null;
    this.farewell = reason;
    sessionStorage.removeItem(METHOD);
    this.dispatchEvent(new Event('change'));
  }

  async #login(authorization) {
    this.#authorization = authorization;
    try {
      this.me = (await this.client.get('/me')).data;
      this.farewell = null;
    } catch (problem) {
      this.#authorization = null;
      if (problem instanceof Problem && problem.status === 401) {
        problem.message = authorization
          ? 'The server does not accept this login.'
          : 'This browser has shown no certificate that belongs to an administrator.';
      }
      throw problem;
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Whether the person has one of these roles. */
  is(...roles) {
    return this.me !== null && roles.includes(this.me.role);
  }
}
