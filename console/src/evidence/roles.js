import { SERVER } from './forms.js';

/** Whether something with this end, empty for none, lasts at a time. Timestamps are in the order of their text. */
const lasts = (until, at) => until !== undefined && (until === '' || until > at);

/**
 * Who owns a room, who moderates it, and who may write in it, as its record says from the first line on (PROTOCOL.md
 * 9.3). A record that does not begin there, or has a line of the server's of an unknown kind, says too little: then all
 * is permitted.
 */
export class Roles {
  #moderators = new Set();
  #banned = new Map();
  #muted = new Map();
  #owner = '';
  #isClosed = false;
  #isKnown = false;

  /** What comes next is of a kind of the server's that this version does not know. */
  lose() {
    this.#isKnown = false;
  }

  #rank(user) {
    if (user === SERVER) return 3;
    if (user === this.#owner) return 2;
    return this.#moderators.has(user) ? 1 : 0;
  }

  /**
   * Takes an `event/1`.
   *
   * @param {{position: number, receivedAt: string}} line
   * @param {string} room
   * @param {Record<string, any>} content
   * @returns {boolean} whether its actor had the right
   */
  takeEvent({ position, receivedAt }, room, { event, subject, actor }) {
    const isPermitted = !this.#isKnown || this.#permitsEvent(receivedAt, event, subject, actor);
    if (event === 'created') {
      this.#isKnown ||= position === 1;
      // A room of two has no owner: neither is above the other.
      this.#owner = room.startsWith('dm:') ? '' : subject;
    } else if (event === 'left') {
      this.#moderators.delete(subject);
      if (this.#owner === subject) this.#owner = '';
    }
    return isPermitted;
  }

  #permitsEvent(at, event, subject, actor) {
    if (event === 'left') return actor === subject || this.#rank(actor) > this.#rank(subject);
    return !(event === 'joined' || event === 'invited') || !lasts(this.#banned.get(subject), at);
  }

  /**
   * Takes an `event/2`.
   *
   * @param {Record<string, any>} content
   * @param {Set<string>} members before it
   * @returns {boolean} whether its actor had the right
   */
  takeDecision(content, members) {
    const isPermitted = !this.#isKnown || this.#permitsDecision(content, members);
    const { event, subject, value, until } = content;
    if (event === 'owner') {
      if (this.#owner) this.#moderators.add(this.#owner);
      this.#moderators.delete(subject);
      this.#owner = subject;
    } else if (event === 'moderator') this.#moderators.add(subject);
    else if (event === 'member') this.#moderators.delete(subject);
    else if (event === 'banned') this.#banned.set(subject, until);
    else if (event === 'unbanned') this.#banned.delete(subject);
    else if (event === 'muted') this.#muted.set(subject, until);
    else if (event === 'unmuted') this.#muted.delete(subject);
    else if (event === 'writers') this.#isClosed = value === 'moderators';
    return isPermitted;
  }

  #permitsDecision({ event, subject, actor }, members) {
    const rank = this.#rank(actor);
    const other = this.#rank(subject);
    switch (event) {
      case 'owner':
        return rank >= 2 && members.has(subject) && subject !== this.#owner;
      case 'moderator':
        return rank >= 2 && members.has(subject) && other === 0;
      case 'member':
        return other === 1 && (rank >= 2 || actor === subject);
      case 'kicked':
      case 'banned':
      case 'muted':
        return rank > other;
      case 'unbanned':
      case 'unmuted':
        return rank >= 1 && actor !== subject;
      default:
        return rank >= 1;
    }
  }

  /** Whether a member might say something of a kind. @param {string} kind @param {string} sender @param {string} at */
  permits(kind, sender, at) {
    if (!this.#isKnown || kind === 'retraction/1' || kind === 'read/1') return true;
    if (lasts(this.#muted.get(sender), at)) return false;
    if (kind === 'removal/1') return this.#rank(sender) >= 1;
    return !this.#isClosed || kind === 'reaction/1' || this.#rank(sender) >= 1;
  }
}
