import * as crypto from 'node:crypto';
import { oid, tlv as shortTlv } from '../../src/evidence/der.js';
import { crc32 } from '../../src/evidence/zip.js';
import { resource } from './vectors.js';

// Makes bundles as a server would, with an authority of its own. Nothing here verifies anything.

export const SERVER_NAME = 'chat.example.org';
const ROOM_ID = '0191a1b2-0000-7000-8000-00000000000f';

export const sha256 = (...parts) => {
  const hash = crypto.createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** An element of DER. */
export function der(tag, ...contents) {
  const body = Buffer.concat(contents.map((each) => (typeof each === 'string' ? Buffer.from(each, 'hex') : each)));
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.length % 2 ? '0' + digits : digits, 'hex');
  const head = body.length < 128 ? [tag, body.length] : [tag, 128 + length.length, ...length];
  return Buffer.concat([Buffer.from(head), body]);
}

const sequence = (...contents) => der(0x30, ...contents);
const name = (text) => sequence(der(0x31, sequence(shortTlv(6, oid('2.5.4.3')), der(0x0c, Buffer.from(text)))));
const time = (text) => der(0x17, Buffer.from(text));
const ALGORITHM = { ed25519: shortTlv(6, oid('1.3.101.112')), ec: shortTlv(6, oid('1.2.840.10045.4.3.2')) };
const algorithm = (key) => sequence(ALGORITHM[key.asymmetricKeyType]);
const extension = (number, critical, ...value) =>
  sequence(shortTlv(6, oid('2.5.29.' + number)), critical ? '0101ff' : '', der(4, ...value));

export const sign = (key, data) =>
  crypto.sign(key.asymmetricKeyType === 'ed25519' ? null : 'SHA256', data, key);

const signed = (contents, key) => sequence(contents, algorithm(key), der(3, '00', sign(key, contents)));

let serial = 1000;

/** A certificate with its private key. */
export function certify(subject, issuer, { kind = 'ed25519', usage = '80', extensions = [], ends = '270101000000Z' } = {}) {
  const pair = crypto.generateKeyPairSync(...(kind === 'ed25519' ? ['ed25519'] : ['ec', { namedCurve: kind }]));
  const by = issuer ?? { subject, key: pair.privateKey };
  const number = (serial += 1);
  const contents = sequence(
    der(0xa0, '020102'),
    der(2, number.toString(16).padStart(4, '0')),
    algorithm(by.key),
    name(by.subject),
    sequence(time('260101000000Z'), time(ends)),
    name(subject),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension('15', true, der(3, '00' + usage)), ...extensions)),
  );
  const data = signed(contents, by.key);
  return { subject, key: pair.privateKey, der: data, hash: sha256(data), number };
}

const AUTHORITY = extension('19', true, sequence('0101ff'));
const purpose = (number) => extension('37', false, sequence(shortTlv(6, oid('1.3.6.1.5.5.7.3.' + number))));
const uri = (text) => extension('17', false, sequence(der(0x86, Buffer.from(text))));

export const authority = (options) =>
  certify('Test Authority', undefined, { usage: '06', extensions: [AUTHORITY], ...options });
export const user = (who, by, options) => certify(who, by, { extensions: [purpose('2')], ...options });
export const server = (by, options) =>
  certify('receipts', by, {
    extensions: [purpose('36'), uri('securechat:server:' + SERVER_NAME)],
    kind: 'P-256',
    ...options,
  });

/** A revocation list. */
export function revocationList(by, revoked = []) {
  const entries = revoked.map(({ number }) =>
    sequence(der(2, number.toString(16).padStart(4, '0')), time('260201000000Z')),
  );
  const contents = sequence(
    '020101',
    algorithm(by.key),
    name(by.subject),
    time('260201000000Z'),
    time('261201000000Z'),
    entries.length ? sequence(...entries) : '',
  );
  return signed(contents, by.key);
}

/** A room in which two people have talked. */
export class Record {
  constructor() {
    this.authority = authority();
    this.signer = server(this.authority);
    this.people = { alice: user('alice', this.authority), bob: user('bob', this.authority, { kind: 'P-256' }) };
    this.lists = [revocationList(this.authority)];
    this.lines = [];
    this.chain = [sha256(`securechat/transcript/1\n${ROOM_ID}\n`)];
    this.seq = {};
  }

  get at() {
    return `2026-03-01T10:00:${String(this.lines.length).padStart(2, '0')}.000Z`;
  }

  append(sender, holder, payload) {
    const data = Buffer.from(JSON.stringify(payload));
    const signature = sign(holder.key, data);
    const position = this.lines.length + 1;
    const text = [position, this.at, sender, holder.hash, sha256(data), signature.toString('base64')].join('|');
    this.lines.push({ text, data, signature, holder });
    this.chain.push(sha256(this.chain.at(-1), '\n', text, '\n'));
    return this;
  }

  event(event, subject, more = {}) {
    return this.append('@server', this.signer, {
      type: 'securechat/event/1',
      room: 'lobby',
      room_id: ROOM_ID,
      at: this.at,
      salt: crypto.randomBytes(16).toString('base64'),
      event,
      subject,
      actor: '@server',
      ...more,
    });
  }

  decide(event, subject, actor, value = '', until = '') {
    return this.event(event, subject, { type: 'securechat/event/2', actor, value, until });
  }

  /** A line of a user's, of any kind; `changes` are made to its envelope and its own fields. */
  speak(who, kind, own, changes = {}) {
    this.seq[who] = (this.seq[who] ?? 0) + 1;
    return this.append(who, this.people[who], {
      type: 'securechat/' + kind,
      session: sha256(who),
      room: 'lobby',
      room_id: ROOM_ID,
      sender: who,
      seq: this.seq[who],
      after: { position: this.lines.length, chain: this.chain.at(-1) },
      sent_at: this.at,
      salt: crypto.randomBytes(16).toString('base64'),
      ...own,
      ...changes,
    });
  }

  say(who, text, changes) {
    return this.speak(who, 'message/1', { text }, changes);
  }

  /** How a line is named by those that are about it. */
  about(position) {
    return { position, payload: sha256(this.lines[position - 1].data) };
  }

  reply(who, position, text, changes) {
    return this.speak(who, 'reply/1', { about: this.about(position), mentions: [], text }, changes);
  }

  edit(who, position, text, changes) {
    return this.speak(who, 'edit/1', { about: this.about(position), mentions: [], text }, changes);
  }

  retract(who, position, changes) {
    return this.speak(who, 'retraction/1', { about: this.about(position) }, changes);
  }

  react(who, position, symbol, action = 'given', changes = {}) {
    return this.speak(who, 'reaction/1', { about: this.about(position), symbol, action }, changes);
  }

  remove(who, position, reason = '', changes = {}) {
    return this.speak(who, 'removal/1', { about: this.about(position), reason }, changes);
  }

  read(who, changes) {
    return this.speak(who, 'read/1', {}, changes);
  }

  /** Lines 1 to 5: two events, and three messages at 3 to 5. */
  talk() {
    return this.event('created', 'alice').event('joined', 'bob').say('alice', 'one').say('bob', 'two').say('alice', '3');
  }

  /**
   * The files of a bundle of the lines from one on. `changes` are made to its receipt, and `members` are those before.
   *
   * @returns {Map<string, Uint8Array>}
   */
  bundle(changes = {}, { first = 1, members = [] } = {}) {
    const lines = this.lines.slice(first - 1);
    const transcript = lines.map(({ text }) => text + '\n').join('');
    const names = members.map((name) => name + '\n').join('');
    const receipt = Buffer.from(
      JSON.stringify({
        type: 'securechat/receipt/1',
        server: SERVER_NAME,
        room: 'lobby',
        room_id: ROOM_ID,
        user: '@server',
        session: sha256('session'),
        first,
        last: this.lines.length,
        previous_chain: this.chain[first - 1],
        chain: this.chain.at(-1),
        transcript_sha256: sha256(transcript),
        members_sha256: sha256(names),
        erased: '',
        revoked: '',
        revocation: this.lists.map((list) => sha256(list)).sort(),
        certificate: this.signer.hash,
        issued_at: '2026-03-01T11:00:00.000Z',
        ...changes,
      }),
    );
    const files = new Map([
      ['receipt.json', receipt],
      ['receipt.sig', sign(this.signer.key, receipt)],
      ['transcript.txt', Buffer.from(transcript)],
      ['members.txt', Buffer.from(names)],
      ['authority.der', this.authority.der],
      ['README.txt', resource('README.txt')],
      ['verify.sh', resource('verify.sh')],
    ]);
    lines.forEach(({ data, signature }, i) => {
      files.set(`messages/${first + i}.json`, data).set(`messages/${first + i}.sig`, signature);
    });
    for (const { hash, der: data } of [this.signer, ...lines.map(({ holder }) => holder)]) {
      files.set(`certificates/${hash}.der`, data);
    }
    for (const list of this.lists) files.set(`revocation/${sha256(list)}.der`, list);
    return files;
  }
}

/** A zip in the one permitted form. @param {Map<string, Uint8Array>} files */
export function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  const number = (length, value) => {
    const bytes = Buffer.alloc(length);
    if (length === 8) bytes.writeBigUInt64LE(BigInt(value));
    else bytes.writeUIntLE(value, 0, length);
    return bytes;
  };
  const names = [...files.keys()].sort();
  for (const path of names) {
    const content = files.get(path);
    const description = [2, 2, 2].map((length) => number(length, 0));
    description.push(number(2, 0x21), number(4, crc32(content)), number(4, content.length), number(4, content.length));
    description.push(number(2, path.length), number(2, 0));
    const local = Buffer.concat([Buffer.from('504b03040a00', 'hex'), ...description, Buffer.from(path), content]);
    const tail = [number(2, 0), number(2, 0), number(2, 0), number(4, 0), number(4, offset), Buffer.from(path)];
    directory.push(Buffer.from('504b01020a000a00', 'hex'), ...description, ...tail);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const ends = [];
  const count = Math.min(names.length, 0xffff);
  if (names.length >= 0xffff) {
    ends.push(Buffer.from('504b06062c000000000000002d002d000000000000000000', 'hex'));
    for (const value of [names.length, names.length, central.length, offset]) ends.push(number(8, value));
    ends.push(Buffer.from('504b060700000000', 'hex'), number(8, offset + central.length), number(4, 1));
  }
  ends.push(Buffer.from('504b050600000000', 'hex'), number(2, count), number(2, count));
  ends.push(number(4, central.length), number(4, offset), number(2, 0));
  return new Uint8Array(Buffer.concat([...locals, central, ...ends]));
}
