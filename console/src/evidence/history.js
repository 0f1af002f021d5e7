import { AUDIT, isClassic, positions, SERVER } from './forms.js';
import { canBeAbout, isForAuthors } from './kinds.js';
import { Roles } from './roles.js';

/** Whether the lines together can have happened (PROTOCOL.md 11.2, 8). */
export class History {
  #sessions = new Map();

  /** @param {import('./examination.js').Examination} examination */
  constructor(examination) {
    this.examination = examination;
    this.members = new Set(examination.membersBefore);
    this.roles = new Roles();
    /** How many lines up to each one cannot be erased, beginning before the first. */
    this.lasting = [0];
    this.isClassic = isClassic(examination.receipt.room);
    this.isRoom = examination.receipt.room !== AUDIT && !this.isClassic;
  }

  #fail(position, detail) {
    this.examination.fail(8, 'history', 'line ' + position, detail);
  }

  /** The session of a user's line, and the line that its author had seen last. */
  checkSession({ position, sender, certificate }, { session, seq, after }) {
    const before = this.#sessions.get(session);
    if (before && (before.sender !== sender || before.certificate !== certificate || seq <= before.seq)) {
      this.#fail(position, 'replayed, out of sequence, or in the session of another');
    }
    this.#sessions.set(session, { sender, certificate, seq });
    if (after.position >= position) {
      this.#fail(position, 'said after a line that is not before it');
    } else if (after.chain !== (this.examination.chainAt(after.position) ?? after.chain)) {
      this.#fail(position, 'said under another history');
    }
  }

  /** What a user's line is about. */
  checkAbout(line, said) {
    if (said.content?.about && !this.#canBeAbout(line, said)) {
      this.#fail(line.position, 'about a line that it cannot be about');
    }
  }

  /** Whether a user might say that then. */
  checkRight({ position, sender, receivedAt }, { kind, isKnown }) {
    if (isKnown && !this.roles.permits(kind, sender, receivedAt)) {
      this.#fail(position, 'its sender might not say this then');
    }
  }

  /** The rules of PROTOCOL.md 8.2, by as much as this record has of the other line. */
  #canBeAbout({ sender }, { kind, after, content: { about } }) {
    const { receipt, lines, said } = this.examination;
    if (about.position > after.position) return false;
    const other = lines[about.position - receipt.first];
    if (!other) return true;
    if (other.sender === SERVER || other.payloadSha256 !== about.payload) return false;
    if (isForAuthors(kind) && other.sender !== sender) return false;
    const { kind: otherKind, isKnown } = said.get(about.position) ?? {};
    return !isKnown || canBeAbout(kind, otherKind);
  }

  /** How a room begins, and who may speak in it when. */
  check(line) {
    const { position, sender } = line;
    const isEvent = this.examination.said.get(position)?.kind === 'event/1';
    const isErasable = sender !== SERVER || (this.isClassic && !isEvent);
    this.lasting.push(this.lasting.at(-1) + (isErasable ? 0 : 1));
    if (sender !== SERVER) {
      if (!this.isRoom) this.#fail(position, 'a user speaks where only the server does');
      else if (!this.members.has(sender)) this.#fail(position, 'said by somebody who is no member');
      return;
    }
    const said = this.examination.said.get(position);
    this.#checkRoles(line, said);
    const { event, subject } = said?.kind === 'event/1' ? said.content : {};
    if (event === 'erased') this.#checkErasure(position, subject);
    if (event && this.examination.receipt.room === AUDIT) this.#fail(position, 'not a line of the audit log');
    if (this.isClassic && (event === 'created' || (event && position === 1))) {
      this.#fail(position, 'no event of a classic session');
    }
    if (!this.isRoom) return;
    if ((position === 1) !== (event === 'created')) {
      this.#fail(position, position === 1 ? 'is not the event that made the room' : 'the room is made twice');
    }
    if (event === 'created' || event === 'joined') this.members.add(subject);
    else if (event === 'left') this.members.delete(subject);
  }

  /** Whether who decided something about the room had the right. */
  #checkRoles(line, said) {
    let isPermitted = true;
    if (said?.kind === 'event/1') {
      isPermitted = this.roles.takeEvent(line, this.examination.receipt.room, said.content);
    } else if (said?.kind === 'event/2') {
      if (!this.isRoom) this.#fail(line.position, 'decided about what is no room');
      this.#checkPin(line, said.content);
      isPermitted = this.roles.takeDecision(said.content, this.members);
    } else if (said && !said.isKnown) {
      this.roles.lose();
    }
    if (!isPermitted) this.#fail(line.position, 'its actor had not the right then');
  }

  #checkPin({ position }, { event, subject, value }) {
    if (event !== 'pinned' && event !== 'unpinned') return;
    const about = { position: Number(subject), payload: value };
    if (!this.#canBeAbout({ sender: '' }, { kind: 'reply/1', after: { position: position - 1 }, content: { about } })) {
      this.#fail(position, 'about a line that it cannot be about');
    }
  }

  #checkErasure(position, subject) {
    const before = this.examination.receipt.first - 1;
    for (const [from, to] of positions(subject, 4000)) {
      if (to >= position) {
        this.#fail(position, 'erases what is not before it');
        return;
      }
      const lasting = (upTo) => this.lasting[Math.max(0, Math.min(upTo - before, this.lasting.length - 1))];
      if (lasting(to) > lasting(from - 1)) {
        this.#fail(position, 'erases what is no message');
        return;
      }
    }
  }
}
