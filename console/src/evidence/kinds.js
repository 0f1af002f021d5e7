// What may be signed by whom, and which of it is a message (PROTOCOL.md 8.2).

const OF_PEOPLE = ['message', 'reply', 'edit', 'retraction', 'reaction', 'removal', 'read', 'file'];

/** What the name of a kind begins with if a program says it; what it says is the same. */
const BOT = 'bot-';

/** The KINDs that only users sign, whatever their version. */
export const OF_USERS = [...OF_PEOPLE, ...OF_PEOPLE.map((name) => BOT + name)];

/** Whether a kind says of itself that a program has signed it. @param {string} kind such as `bot-reply/1` */
export const isOfPrograms = (kind) => kind.startsWith(BOT) && OF_PEOPLE.includes(kind.slice(BOT.length).split('/')[0]);

/** The same, said by a person. @param {string} kind */
export const ofPeople = (kind) => (isOfPrograms(kind) ? kind.slice(BOT.length) : kind);

/** The KINDs that only the server signs. */
export const OF_SERVERS = ['event', 'audit', 'classic-opening', 'classic-message', 'classic-receipt', 'webhook'];

const MESSAGES = ['message/1', 'message/2', 'reply/1', 'file/1'];

/** Whether other lines can be about a line of this kind. @param {string | null} kind such as `reply/1` */
export const isMessage = (kind) => MESSAGES.includes(kind);

/** Whether a line of one kind can be about one of the other: no edit is about a file. @param {string} kind @param {string | null} other */
export const canBeAbout = (kind, other) => isMessage(other) && !(kind === 'edit/1' && other === 'file/1');

/** Whether only the author of a message can say something of this kind about it. @param {string} kind */
export const isForAuthors = (kind) => kind === 'edit/1' || kind === 'retraction/1';
