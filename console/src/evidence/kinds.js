// What may be signed by whom, and which of it is a message (PROTOCOL.md 8.2).

/** The KINDs that only users sign, whatever their version. */
export const OF_USERS = ['message', 'reply', 'edit', 'retraction', 'reaction', 'removal', 'read'];

/** The KINDs that only the server signs. */
export const OF_SERVERS = ['event', 'audit', 'classic-opening', 'classic-message', 'classic-receipt'];

const MESSAGES = ['message/1', 'message/2', 'reply/1'];

/** Whether other lines can be about a line of this kind. @param {string | null} kind such as `reply/1` */
export const isMessage = (kind) => MESSAGES.includes(kind);

/** Whether only the author of a message can say something of this kind about it. @param {string} kind */
export const isForAuthors = (kind) => kind === 'edit/1' || kind === 'retraction/1';
