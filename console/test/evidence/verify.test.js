import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Unsupported, verifyBundle, WrongUse } from '../../src/evidence/index.js';
import { authority, Record, revocationList, server, sha256, sign, user, zip } from './record.js';

const verify = (record, files, options = {}) => verifyBundle(files, { authority: record.authority.der, ...options });

/** Expects of a bundle that it failed, and for this reason among others. */
async function fails(record, files, code, options) {
  const { verdict, checks } = await verify(record, files, options);
  assert.equal(verdict, 'FAILED');
  assert.ok(checks.some(({ check, outcome }) => check === code && outcome === 'failed'), JSON.stringify(checks));
}

const pem = (der, label) => {
  const body = der.toString('base64').replace(/.{64}/g, '$&\n');
  return Buffer.from(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`);
};

describe('a true record', () => {
  it('is verified, and what it says is shown', async () => {
    const record = new Record().talk();
    const result = await verify(record, record.bundle());
    assert.equal(result.verdict, 'VERIFIED');
    assert.ok(result.checks.every(({ ok }) => ok));
    assert.equal(result.receipt.last, 5);
    assert.equal(result.signer.subject, 'CN=receipts');
    assert.deepEqual(result.authority, { subject: 'CN=Test Authority', sha256: record.authority.hash });
    assert.deepEqual(result.members, ['alice', 'bob']);
    const [, , third] = result.lines;
    assert.equal(third.state, 'verified');
    assert.equal(third.kind, 'message/1');
    assert.equal(third.payload.text, 'one');
    assert.deepEqual(third.name, ['cn']);
    assert.deepEqual(result.lines[0].payload, { at: record.lines[0].text.split('|')[1], event: 'created', subject: 'alice', actor: '@server' });
    const [signer, alice] = result.certificates;
    assert.equal(signer.sha256, record.signer.hash);
    assert.deepEqual(alice.users, ['alice']);
    assert.equal(alice.lines, 2);
    assert.deepEqual(alice.path, ['CN=Test Authority']);
  });

  it('is the same as a zip, as an object, and by an authority in PEM', async () => {
    const record = new Record().talk();
    const files = record.bundle();
    assert.equal((await verify(record, zip(files))).verdict, 'VERIFIED');
    assert.equal((await verify(record, Object.fromEntries(files))).verdict, 'VERIFIED');
    const both = Buffer.concat([pem(authority().der, 'CERTIFICATE'), pem(record.authority.der, 'CERTIFICATE')]);
    const result = await verify(record, files, { authority: both });
    assert.equal(result.verdict, 'VERIFIED');
    assert.equal(result.authority.sha256, record.authority.hash);
  });

  it('has a content that was erased, as the receipt says', async () => {
    const record = new Record().talk().event('erased', '3', { actor: 'alice' });
    const files = record.bundle({ erased: '3' });
    files.delete('messages/3.json');
    const { verdict, lines } = await verify(record, files);
    assert.equal(verdict, 'VERIFIED');
    assert.equal(lines[2].state, 'erased');
    assert.equal(lines[2].payload, null);
    assert.deepEqual(lines[2].erasure, { by: 'alice', at: lines[5].receivedAt, position: 6 });
  });

  it('may have a line that a revoked certificate has signed, if the receipt says so', async () => {
    const record = new Record();
    record.lists = [revocationList(record.authority, [record.people.bob])];
    record.talk();
    const { verdict, lines, certificates } = await verify(record, record.bundle({ revoked: '4' }));
    assert.equal(verdict, 'VERIFIED');
    assert.deepEqual(lines.map(({ state }) => state), ['verified', 'verified', 'verified', 'author in doubt', 'verified']);
    assert.equal(certificates.find(({ users }) => users.includes('bob')).revokedSince, '2026-02-01T00:00:00.000Z');
    await fails(record, record.bundle(), 'revocation');
    await fails(record, record.bundle({ revoked: '3-4' }), 'revocation');
  });

  it('may have lines of kinds that only a newer verifier knows', async () => {
    for (const kind of ['poll/1', 'message/3', 'reply/2', 'edit/2', 'retraction/999', 'reaction/2', 'removal/2', 'read/2']) {
      const record = new Record().talk().speak('bob', kind, { more: ['x'] });
      const { verdict, lines } = await verify(record, record.bundle());
      assert.equal(verdict, 'NEEDS A NEWER VERIFIER');
      assert.equal(lines[5].state, 'unknown kind');
      assert.equal(lines[5].kind, kind);
      assert.equal(lines[5].payload, null);
    }
  });

  it('may have lines about messages, and what they say is shown', async () => {
    const record = new Record().talk();
    record.reply('bob', 3, 'yes').edit('alice', 3, 'uno', { mentions: ['alice', 'bob'] });
    record.react('bob', 6, '👍').react('bob', 6, '👍', 'withdrawn').retract('bob', 6).reply('alice', 6, 'no');
    record.speak('bob', 'message/2', { mentions: ['alice'], text: '@alice' }).remove('alice', 11, 'spam').read('bob');
    const { verdict, lines } = await verify(record, record.bundle());
    assert.equal(verdict, 'VERIFIED');
    assert.ok(lines.every(({ state }) => state === 'verified'));
    const said = ({ sentAt, ...rest }) => rest;
    assert.deepEqual(lines.slice(5).map(({ kind, payload }) => [kind, said(payload)]), [
      ['reply/1', { about: record.about(3), mentions: [], text: 'yes', after: 5 }],
      ['edit/1', { about: record.about(3), mentions: ['alice', 'bob'], text: 'uno', after: 6 }],
      ['reaction/1', { about: record.about(6), symbol: '👍', action: 'given', after: 7 }],
      ['reaction/1', { about: record.about(6), symbol: '👍', action: 'withdrawn', after: 8 }],
      ['retraction/1', { about: record.about(6), after: 9 }],
      ['reply/1', { about: record.about(6), mentions: [], text: 'no', after: 10 }],
      ['message/2', { mentions: ['alice'], text: '@alice', after: 11 }],
      ['removal/1', { about: record.about(11), reason: 'spam', after: 12 }],
      ['read/1', { after: 13 }],
    ]);
  });

  it('may have a message that the owner of the room has removed', async () => {
    const record = new Record().talk().edit('bob', 4, 'zwei').remove('alice', 4, 'spam');
    record.event('erased', '4,6', { actor: 'alice' });
    const files = record.bundle({ erased: '4,6' });
    for (const position of [4, 6]) files.delete(`messages/${position}.json`);
    const { verdict, lines } = await verify(record, files);
    assert.equal(verdict, 'VERIFIED');
    const erasure = { by: 'alice', at: lines[7].receivedAt, position: 8 };
    assert.deepEqual([3, 5].map((i) => [lines[i].state, lines[i].erasure]), [['erased', erasure], ['erased', erasure]]);
    assert.equal(lines[6].payload.reason, 'spam');
    // Before the server has come to it, the record has both.
    const early = new Record().talk().remove('alice', 4, 'spam');
    assert.equal((await verify(early, early.bundle())).verdict, 'VERIFIED');
  });

  it('says how far it is, and can be ended', async () => {
    const record = new Record().talk();
    const heard = [];
    await verify(record, record.bundle(), { onProgress: (done, total) => heard.push([done, total]) });
    assert.deepEqual(heard.at(-1), [5, 5]);
    const control = new AbortController();
    control.abort();
    await assert.rejects(verify(record, record.bundle(), { signal: control.signal }), { name: 'AbortError' });
  });
});

describe('a record that is not true', () => {
  const record = new Record().talk();

  it('has a file too many, too few, or of another kind', async () => {
    for (const name of ['surprise', 'messages/x', '../receipt.json', 'messages/01.json', 'messages/6.json']) {
      await fails(record, record.bundle().set(name, Buffer.alloc(0)), 'file');
    }
    await fails(record, record.bundle().set('messages/1.json', null), 'file');
    const files = record.bundle();
    for (const name of files.keys()) {
      const fewer = record.bundle();
      fewer.delete(name);
      const { verdict } = await verify(record, fewer);
      assert.equal(verdict, /^messages\/[345]\.json$/.test(name) ? 'INCOMPLETE' : 'FAILED', name);
    }
    await fails(record, new Uint8Array([1, 2, 3]), 'file');
    await fails(record, new Map(), 'file');
  });

  it('has a changed byte anywhere', async () => {
    for (const [name, content] of record.bundle()) {
      if (content.length === 0 || name === 'authority.der') continue;
      for (const at of [0, content.length >> 1, content.length - 1]) {
        const changed = Buffer.from(content);
        changed[at] ^= 1;
        const { verdict } = await verify(record, record.bundle().set(name, changed));
        assert.equal(verdict, 'FAILED', `${name}, byte ${at}`);
      }
    }
  });

  it('is signed by the authority of somebody else', async () => {
    await fails(record, record.bundle(), 'certificate', { authority: authority().der });
  });

  it('has no list, or one from outside revokes the server', async () => {
    const without = new Record();
    without.lists = [];
    await fails(without, without.talk().bundle(), 'revocation');
    const lists = [revocationList(record.authority, [record.signer])];
    await fails(record, record.bundle(), 'revocation', { lists });
    await fails(record, record.bundle(), 'revocation', { lists: [pem(lists[0], 'X509 CRL')] });
  });

  it('has a receipt that a person has signed, or a server of another name', async () => {
    for (const signer of [user('chat.example.org', record.authority), server(record.authority, { extensions: [] })]) {
      const other = Object.assign(new Record(), { authority: record.authority, lists: record.lists, signer });
      await fails(other, other.talk().bundle(), 'certificate');
    }
    await fails(record, record.bundle({ server: 'chat.example.com' }), 'name');
  });

  it('has a certificate that had ended', async () => {
    const other = new Record();
    other.people.bob = user('bob', other.authority, { ends: '260201000000Z' });
    const files = other.talk().bundle();
    await fails(other, files, 'certificate');
    const { lines } = await verify(other, files);
    assert.equal(lines[3].state, 'failed');
    assert.ok(lines[3].isWithheld && lines[3].payload === null && lines[3].kind === null);
    assert.equal(lines[2].state, 'not proven');
    assert.equal(lines[2].payload.text, 'one');
  });

  it('has a message of another person, room, session or history', async () => {
    const cases = [
      ['name', (made) => (made.people.bob = user('eve', made.authority))],
      ['payload', (made) => made.say('bob', 'x', { sender: 'alice' })],
      ['payload', (made) => made.say('bob', 'x', { room: 'other' })],
      ['payload', (made) => made.say('bob', 'x', { text: '' })],
      ['payload', (made) => made.say('bob', 'x', { more: 1 })],
      ['history', (made) => made.say('bob', 'x', { session: sha256('alice') })],
      ['history', (made) => made.say('bob', 'x', { after: { position: 1, chain: made.chain[2] } })],
      ['history', (made) => made.say('bob', 'x', { after: { position: 6, chain: made.chain[1] } })],
      ['history', (made) => made.event('left', 'bob').say('bob', 'x')],
      ['history', (made) => made.event('created', 'bob')],
      ['history', (made) => made.event('erased', '1-3')],
      ['history', (made) => made.event('erased', '9')],
    ];
    for (const [code, change] of cases) {
      const made = new Record();
      if (code === 'name') change(made);
      made.talk();
      if (code !== 'name') change(made);
      await fails(made, made.bundle(), code);
    }
  });

  it('has a receipt for other lines, or one that contradicts itself', async () => {
    const cases = {
      chain: [{ chain: sha256('x') }, { previous_chain: sha256('x') }],
      transcript: [{ last: 4 }, { last: 6 }, { transcript_sha256: sha256('x') }],
      time: [{ issued_at: '2026-03-01T10:00:01.000Z' }],
      receipt: [{ first: 0 }, { members_sha256: sha256('alice\n') }, { erased: '9' }, { revoked: '2-1' }, { more: 1 }],
      erased: [{ erased: '1' }],
    };
    for (const [code, all] of Object.entries(cases)) {
      for (const changes of all) await fails(record, record.bundle(changes), code);
    }
  });

  it('has a countersignature of another receipt, or by another person', async () => {
    const countersigned = (who, holder, changes = {}) => {
      const files = record.bundle();
      const statement = Buffer.from(
        JSON.stringify({
          type: 'securechat/countersignature/1',
          user: who,
          receipt_sha256: sha256(files.get('receipt.json')),
          certificate: holder.hash,
          at: '2026-03-01T12:00:00.000Z',
          ...changes,
        }),
      );
      return files
        .set(`countersignatures/${who}.json`, statement)
        .set(`countersignatures/${who}.sig`, sign(holder.key, statement));
    };
    const { alice } = record.people;
    const { verdict, countersignatures } = await verify(record, countersigned('alice', alice));
    assert.equal(verdict, 'VERIFIED');
    assert.equal(countersignatures[0].user, 'alice');
    await fails(record, countersigned('alice', alice, { receipt_sha256: sha256('x') }), 'countersignature');
    await fails(record, countersigned('alice', alice, { user: 'bob' }), 'countersignature');
    await fails(record, countersigned('bob', alice), 'name');
  });
});

describe('what a line is about', () => {
  const acts = {
    reply: (made, who, position, changes) => made.reply(who, position, 'x', changes),
    edit: (made, who, position, changes) => made.edit(who, position, 'x', changes),
    retraction: (made, who, position, changes) => made.retract(who, position, changes),
    reaction: (made, who, position, changes) => made.react(who, position, '👍', 'given', changes),
    // Alice is the owner of the room.
    removal: (made, who, position, changes) => made.remove(who, position, 'x', changes),
  };
  const verdictOf = async (made, files = made.bundle()) => (await verify(made, files)).verdict;
  const talk = () => new Record().talk();

  for (const [kind, act] of Object.entries(acts)) {
    const isForAuthors = kind === 'edit' || kind === 'retraction';
    const isForOwners = kind === 'removal';

    it(`was read by who speaks about it: ${kind}`, async () => {
      const before = (position) => (made) => ({ after: { position, chain: made.chain[position] } });
      for (const [read, verdict] of [[3, 'VERIFIED'], [2, 'FAILED'], [0, 'FAILED']]) {
        const made = talk();
        act(made, 'alice', 3, before(read)(made));
        assert.equal(await verdictOf(made), verdict, `read to ${read}`);
      }
      const made = talk();
      act(made, 'alice', 3, { about: { position: 7, payload: sha256('x') } });
      await fails(made, made.bundle(), 'history');
    });

    it(`is the line that is named, and a user's: ${kind}`, async () => {
      for (const position of [1, 2, 4]) {
        const made = talk();
        act(made, 'alice', 3, { about: { position, payload: made.about(3).payload } });
        await fails(made, made.bundle(), 'history');
      }
      const made = talk();
      act(made, 'alice', 2);
      await fails(made, made.bundle(), 'history');
    });

    it(`may be said by ${isForAuthors ? 'its author' : isForOwners ? "the room's owner" : 'anybody'}: ${kind}`, async () => {
      for (const [who, position] of [['alice', 3], ['alice', 4], ['bob', 3], ['bob', 4]]) {
        const isAuthor = (who === 'alice') === (position === 3);
        const made = talk();
        act(made, who, position);
        if ((isForAuthors && !isAuthor) || (isForOwners && who !== 'alice')) await fails(made, made.bundle(), 'history');
        else assert.equal(await verdictOf(made), 'VERIFIED', `${who} about line ${position}`);
      }
    });

    it(`is a message and nothing that is about one: ${kind}`, async () => {
      for (const [other, first] of Object.entries(acts)) {
        const made = talk();
        first(made, 'alice', 3);
        act(made, 'alice', 6);
        if (other === 'reply') assert.equal(await verdictOf(made), 'VERIFIED', other);
        else await fails(made, made.bundle(), 'history');
      }
      const made = talk().speak('alice', 'message/2', { mentions: ['bob'], text: 'x' });
      act(made, 'alice', 6);
      assert.equal(await verdictOf(made), 'VERIFIED');
    });

    it(`may be of a kind that only a newer verifier knows: ${kind}`, async () => {
      const made = talk().speak('alice', 'reply/2', {});
      act(made, 'alice', 6);
      assert.equal(await verdictOf(made), 'NEEDS A NEWER VERIFIER');
    });

    it(`may have been erased, and still has its author: ${kind}`, async () => {
      const erased = (who, position) => {
        const made = talk();
        act(made, who, position).event('erased', `${position}`);
        const files = made.bundle({ erased: `${position}` });
        files.delete(`messages/${position}.json`);
        return [made, files];
      };
      assert.equal(await verdictOf(...erased('alice', 3)), 'VERIFIED');
      if (isForAuthors || isForOwners) await fails(...erased('bob', 3), 'history');
      // What it was is not known any more.
      const made = talk().react('alice', 3, '👍');
      act(made, 'alice', 6).event('erased', '6');
      const files = made.bundle({ erased: '6' });
      files.delete('messages/6.json');
      assert.equal(await verdictOf(made, files), 'VERIFIED');
    });

    it(`may be before the record: ${kind}`, async () => {
      const stretch = { first: 5, members: ['alice', 'bob'] };
      const other = talk();
      act(other, 'bob', 3, { about: { position: 3, payload: sha256('x') } });
      assert.equal(await verdictOf(other, other.bundle({}, stretch)), 'VERIFIED');
      await fails(other, other.bundle(), 'history');
      const unread = talk();
      act(unread, 'bob', 4, { after: { position: 3, chain: unread.chain[3] } });
      await fails(unread, unread.bundle({}, stretch), 'history');
    });
  }

  it('is removed by the owner of the room only, where the record says who that is', async () => {
    const made = talk().remove('bob', 4, 'x');
    const { lines } = await verify(made, made.bundle());
    assert.deepEqual(lines.map(({ state }) => state), [...Array(5).fill('not proven'), 'failed']);
    assert.equal(lines[5].reason, 'history: its sender might not say this then');
    for (const first of [2, 4, 5]) {
      const members = first === 2 ? ['alice'] : ['alice', 'bob'];
      assert.equal(await verdictOf(made, made.bundle({}, { first, members })), 'VERIFIED', `from line ${first}`);
    }
    // Who made the room for somebody is not its owner.
    const given = new Record().event('created', 'bob', { actor: 'alice' }).event('joined', 'alice').say('alice', 'one');
    assert.equal(await verdictOf(given.remove('bob', 3)), 'VERIFIED');
    await fails(given, given.remove('alice', 3).bundle(), 'history');
  });

  it('is removed by a moderator, as long as they are one', async () => {
    const moderated = () => talk().decide('moderator', 'bob', 'alice');
    assert.equal(await verdictOf(moderated().remove('bob', 3)), 'VERIFIED');
    const dismissed = moderated().decide('member', 'bob', 'alice').remove('bob', 3);
    await fails(dismissed, dismissed.bundle(), 'history');
    const forged = talk().decide('moderator', 'bob', 'bob');
    await fails(forged, forged.bundle(), 'history');
  });

  it('is nothing in a line that says what was read, and nothing is about such a line', async () => {
    const made = talk().read('bob').read('alice', { after: { position: 0, chain: new Record().chain[0] } });
    assert.equal(await verdictOf(made), 'VERIFIED');
    for (const act of Object.values(acts)) {
      const about = talk().read('alice');
      act(about, 'alice', 6);
      await fails(about, about.bundle(), 'history');
    }
    for (const after of [{ position: 3, chain: made.chain[2] }, { position: 6, chain: made.chain[5] }]) {
      const forked = talk().read('bob', { after });
      await fails(forked, forked.bundle(), 'history');
    }
    const left = talk().event('left', 'bob').read('bob');
    await fails(left, left.bundle(), 'history');
  });

  it('is said by the line that breaks the rules, and by no other', async () => {
    const made = talk().edit('bob', 3, 'forged').say('alice', 'true');
    const { lines } = await verify(made, made.bundle());
    assert.deepEqual(lines.map(({ state }) => state), [...Array(5).fill('not proven'), 'failed', 'not proven']);
    assert.match(lines[5].reason, /^history: /);
    assert.equal(lines[5].payload.text, 'forged');
  });

  it('is of its form, and so is what is said of it', async () => {
    const reference = { position: 3, payload: sha256('x') };
    const many = Array.from({ length: 51 }, (_, i) => 'user' + String(i).padStart(2, '0'));
    const said = { about: reference, mentions: [], text: 'x' };
    const reaction = { about: reference, symbol: '👍', action: 'given' };
    const cases = [
      ['message/1', { mentions: ['bob'], text: 'x' }],
      ['message/2', { text: 'x' }],
      ['message/2', { mentions: [], text: 'x' }],
      ['message/2', { mentions: 'bob', text: 'x' }],
      ['message/2', { mentions: ['bob', 'alice'], text: 'x' }],
      ['message/2', { mentions: ['bob', 'bob'], text: 'x' }],
      ['message/2', { mentions: ['Bob'], text: 'x' }],
      ['message/2', { mentions: ['@server'], text: 'x' }],
      ['message/2', { mentions: [1], text: 'x' }],
      ['message/2', { mentions: many, text: 'x' }],
      ['message/2', { text: 'x', mentions: ['bob'] }],
      ['reply/1', { mentions: [], text: 'x' }],
      ['reply/1', { ...said, text: '' }],
      ['reply/1', { ...said, more: 1 }],
      ['reply/1', { ...said, about: 3 }],
      ['reply/1', { ...said, about: { ...reference, position: 0 } }],
      ['reply/1', { ...said, about: { ...reference, more: 1 } }],
      ['reply/1', { ...said, about: { payload: reference.payload, position: 3 } }],
      ['reply/1', { ...said, about: { ...reference, payload: sha256('x').toUpperCase() } }],
      ['edit/1', { about: reference, text: 'x' }],
      ['edit/1', { mentions: [], about: reference, text: 'x' }],
      ['retraction/1', {}],
      ['retraction/1', { about: reference, text: 'x' }],
      ['reaction/1', { ...reaction, symbol: '' }],
      ['reaction/1', { ...reaction, symbol: 'a b' }],
      ['reaction/1', { ...reaction, symbol: '\u0085' }],
      ['reaction/1', { ...reaction, symbol: 'x'.repeat(33) }],
      ['reaction/1', { ...reaction, action: 'taken' }],
      ['reaction/1', { about: reference, action: 'given', symbol: '👍' }],
      ['removal/1', { about: reference }],
      ['removal/1', { reason: 'x' }],
      ['removal/1', { reason: 'x', about: reference }],
      ['removal/1', { about: reference, reason: 'x', more: 1 }],
      ['removal/1', { about: reference, reason: 1 }],
      ['removal/1', { about: reference, reason: null }],
      ['removal/1', { about: reference, reason: 'x'.repeat(513) }],
      ...['\0', '\n', '\t', '\u001f', '\u007f', '\u0085', '\u009f'].map((control) => [
        'removal/1',
        { about: reference, reason: `x${control}` },
      ]),
      ['read/1', { about: reference }],
      ['read/1', { position: 3 }],
      ['read/1', { text: '' }],
    ];
    for (const [kind, fields] of cases) {
      const made = talk().speak('alice', kind, fields);
      await fails(made, made.bundle(), 'payload');
    }
    for (const symbol of ['x'.repeat(32), '\u00a0', '👍'.repeat(16)]) {
      const made = talk().react('alice', 3, symbol);
      assert.equal(await verdictOf(made), 'VERIFIED');
    }
    for (const reason of ['', ' ', 'x'.repeat(512), '👍'.repeat(256), '\u00a0"\\\u2028']) {
      const made = talk().remove('alice', 3, reason);
      assert.equal(await verdictOf(made), 'VERIFIED');
    }
    const made = talk().speak('alice', 'message/2', { mentions: many.slice(1), text: 'x' });
    assert.equal(await verdictOf(made), 'VERIFIED');
  });

  it('is nothing that a server says', async () => {
    for (const kind of ['message/2', 'reply/1', 'edit/2', 'retraction/1', 'reaction/999', 'removal/1', 'removal/2', 'read/1', 'read/999']) {
      const made = talk().event('joined', 'bob', { type: 'securechat/' + kind });
      await fails(made, made.bundle(), 'payload');
    }
    const made = talk().speak('bob', 'event/2', {});
    await fails(made, made.bundle(), 'payload');
  });
});

describe('wrong use', () => {
  const record = new Record().talk();
  for (const [what, options] of Object.entries({
    'no authority': { authority: undefined },
    'an empty list of authorities': { authority: [] },
    'an authority that is none': { authority: Buffer.from('x') },
    'an authority as text': { authority: 'x' },
    'a list that is none': { lists: [record.authority.der] },
    'PEM that is none': { authority: Buffer.from('-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n') },
    'PEM without an end': { authority: Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n') },
  })) {
    it(what, () => assert.rejects(verify(record, record.bundle(), options), WrongUse));
  }
  it('a browser without WebCrypto', async (t) => {
    const own = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    t.after(() => Object.defineProperty(globalThis, 'crypto', own));
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    await assert.rejects(verify(record, record.bundle()), Unsupported);
  });
  it('no bundle', () => assert.rejects(verify(record, undefined), WrongUse));
  it('no options', () => assert.rejects(verifyBundle(record.bundle()), WrongUse));
});

describe('the program', () => {
  const program = fileURLToPath(new URL('../../bin/verify.mjs', import.meta.url));
  const run = (...options) => spawnSync(process.execPath, [program, ...options], { encoding: 'utf8' });

  it('says the verdict of a folder and of a zip, and ends with its status', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'verify-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const record = new Record().talk();
    const [ca, bundle, packed] = ['ca.pem', 'bundle', 'bundle.zip'].map((name) => join(folder, name));
    writeFileSync(ca, pem(record.authority.der, 'CERTIFICATE'));
    writeFileSync(packed, zip(record.bundle()));
    for (const [name, content] of record.bundle()) {
      mkdirSync(dirname(join(bundle, name)), { recursive: true });
      writeFileSync(join(bundle, name), content);
    }
    for (const path of [bundle, packed]) {
      const { status, stdout } = run(path, '--ca', ca);
      assert.equal(status, 0, stdout);
      assert.match(stdout, /^signed by {3}CN=receipts\nfor server {2}chat\.example\.org\n/);
      assert.match(stdout, /\nVERDICT: VERIFIED\n$/);
    }
    assert.equal(JSON.parse(run(bundle, '--ca', ca, '--json').stdout).verdict, 'VERIFIED');

    symlinkSync('/dev/null', join(bundle, 'report.html'));
    const failed = run(bundle, '--ca', ca);
    assert.equal(failed.status, 1);
    assert.match(failed.stdout, /^FAILED {2}file {2}bundle: .*\nVERDICT: FAILED\n$/);
    assert.equal(run(bundle).status, 2);
    assert.equal(run('--ca', ca).status, 2);
    assert.equal(run(bundle, '--ca', join(folder, 'none')).status, 2);
    assert.equal(run('--odd').status, 2);
    assert.match(run('--help').stdout, /Exit status/);
  });
});
