import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verifyBundle } from '../src/evidence/index.js';
import { answered, isHidden, readersOf, threadOf } from '../src/parts/thread.js';
import { Record } from './evidence/record.js';

/** Makes lines as the verifier gives them, which are what they look like: verified. */
class Lines {
  all = [];

  add(sender, kind, payload, state = 'verified') {
    const position = this.all.length + 1;
    const receivedAt = `2026-03-01T10:00:${String(position).padStart(2, '0')}.000Z`;
    const seen = payload && { after: position - 1, ...payload };
    this.all.push({ position, receivedAt, sender, kind, payload: seen, state, isWithheld: false, erasure: null });
    return this;
  }

  say = (who, text, state) => this.add(who, 'message/1', { text }, state);
  call = (who, mentions, text) => this.add(who, 'message/2', { mentions, text });
  reply = (who, position, text, more) => this.add(who, 'reply/1', { about: { position }, mentions: [], text, ...more });
  edit = (who, position, text, state) => this.add(who, 'edit/1', { about: { position }, mentions: [], text }, state);
  retract = (who, position, state) => this.add(who, 'retraction/1', { about: { position } }, state);
  react = (who, position, symbol, action = 'given', state = 'verified') =>
    this.add(who, 'reaction/1', { about: { position }, symbol, action }, state);
  remove = (who, position, reason = '', state = 'verified') =>
    this.add(who, 'removal/1', { about: { position }, reason }, state);
  erased = (who) => this.add(who, null, null, 'erased');
  read = (who, after, state) => this.add(who, 'read/1', { after }, state);

  get thread() {
    return threadOf(this.all);
  }

  turn = (position) => this.thread.get(position);
  texts = (position) => this.turn(position).versions.map(({ text }) => text);
  idle = () => this.all.map(({ position }) => this.turn(position)?.idle ?? null);
  reactions = (position) => [...this.turn(position).reactions].map(([symbol, people]) => [symbol, [...people]]);
  answer = (position) => answered(this.thread, this.all[position - 1]);
}

const lines = () => new Lines();

describe('what a message reads at the end', () => {
  it('is what it said, if nothing changed it', () => {
    const made = lines().say('alice', 'one').call('bob', ['alice'], '@alice two').reply('alice', 2, 'three');
    assert.deepEqual(made.turn(1).versions, [{ position: 1, at: made.all[0].receivedAt, text: 'one', mentions: [] }]);
    assert.deepEqual(made.turn(2).versions[0].mentions, ['alice']);
    assert.deepEqual(made.texts(3), ['three']);
    assert.equal(made.turn(1).takenBack, null);
    assert.equal(made.turn(1).reactions.size, 0);
  });

  it('is the last edit, and all of them can be read', () => {
    const made = lines().say('alice', 'one').edit('alice', 1, 'uno').say('bob', 'x').edit('alice', 1, 'eins');
    assert.deepEqual(made.texts(1), ['one', 'uno', 'eins']);
    assert.deepEqual(made.turn(1).versions.map(({ position }) => position), [1, 2, 4]);
    assert.deepEqual(made.texts(3), ['x']);
    assert.deepEqual(made.idle(), [null, null, null, null]);
    assert.deepEqual(made.texts(2), [], 'an edit is no message');
  });

  it('of a reply can be edited as well', () => {
    assert.deepEqual(lines().say('alice', 'one').reply('bob', 1, 'yes').edit('bob', 2, 'no').texts(2), ['yes', 'no']);
  });

  it('is taken back once, and nothing behind that changes it', () => {
    const made = lines().say('alice', 'one').edit('alice', 1, 'uno').retract('alice', 1).edit('alice', 1, 'eins');
    made.retract('alice', 1);
    assert.equal(made.turn(1).takenBack, 3);
    assert.deepEqual(made.texts(1), ['one', 'uno']);
    assert.deepEqual(made.idle(), [null, null, null, 'late', 'late']);
  });

  it('is not changed by a line that did not pass', () => {
    const made = lines().say('alice', 'one').edit('bob', 1, 'forged', 'failed').retract('bob', 1, 'failed');
    made.react('bob', 1, '👍', 'given', 'failed');
    assert.deepEqual(made.texts(1), ['one']);
    assert.equal(made.turn(1).takenBack, null);
    assert.deepEqual(made.reactions(1), []);
    assert.deepEqual(made.turn(1).doubted, []);
    assert.deepEqual(made.idle(), [null, 'failed', 'failed', 'failed']);
  });

  it('is not changed by a line whose author is in doubt, and says that there is one', () => {
    const doubt = 'author in doubt';
    const made = lines().say('alice', 'one').edit('alice', 1, 'x', doubt).retract('alice', 1, doubt);
    made.react('bob', 1, '👍', 'given', doubt).edit('alice', 1, 'uno');
    assert.deepEqual(made.texts(1), ['one', 'uno']);
    assert.equal(made.turn(1).takenBack, null);
    assert.deepEqual(made.turn(1).doubted, [2, 3, 4]);
    assert.deepEqual(made.idle(), [null, 'doubted', 'doubted', 'doubted', null]);
  });

  it('is put together in a record that failed elsewhere', () => {
    const made = lines().say('alice', 'one', 'not proven').edit('alice', 1, 'uno', 'not proven');
    assert.deepEqual(made.texts(1), ['one', 'uno']);
  });

  it('is not known of a line that is not here, or whose content is not', () => {
    const made = lines().add('alice', null, null, 'erased').add('alice', 'poll/1', null, 'unknown kind');
    made.edit('alice', 1, 'x').edit('alice', 2, 'x').edit('alice', 99, 'x').retract('alice', 1).react('bob', 2, '👍');
    assert.deepEqual(made.texts(1), []);
    assert.deepEqual(made.texts(2), []);
    assert.deepEqual(made.idle(), [null, null, 'unseen', 'unseen', 'absent', null, null]);
    assert.equal(made.turn(1).takenBack, 6);
    assert.deepEqual(made.reactions(2), [['👍', ['bob']]]);
  });

  it('was taken back with its edits, also where the message itself is not here', () => {
    const made = lines().edit('alice', 99, 'x').react('bob', 99, '👍', 'withdrawn').retract('alice', 99);
    made.edit('alice', 99, 'late').retract('alice', 99).say('alice', 'one').edit('alice', 6, 'uno').retract('alice', 6);
    assert.deepEqual(made.idle(), ['absent', 'absent', 'absent', 'late', 'late', null, null, null]);
    assert.equal(made.turn(1).takenBack, 3);
    assert.deepEqual([made.turn(6).takenBack, made.turn(7).takenBack], [8, 8]);
    assert.equal(made.turn(99), undefined);
  });

  it('has nothing to do with what the server says', () => {
    const made = lines().add('@server', 'event/1', { event: 'created' }).react('alice', 1, '👍', 'given', 'failed');
    assert.equal(made.turn(1), undefined);
    assert.deepEqual(made.idle(), [null, 'failed']);
  });
});

describe('what the owner of the room has removed', () => {
  it('says who did, and why, where the content is gone', () => {
    const made = lines().erased('bob').remove('alice', 1, 'spam').say('bob', 'x');
    assert.deepEqual(made.turn(1).removal, { position: 2, by: 'alice', reason: 'spam' });
    assert.deepEqual(made.texts(1), []);
    assert.equal(made.turn(3).removal, null);
    assert.equal(isHidden(made.turn(3)), false);
    assert.deepEqual(made.idle(), [null, null, null]);
  });

  it('is hidden with its edits, where the server has not erased it yet', () => {
    const made = lines().say('bob', 'one').edit('bob', 1, 'uno').remove('alice', 1).edit('bob', 1, 'eins');
    assert.deepEqual([1, 2, 4].map((position) => isHidden(made.turn(position))), [true, true, true]);
    assert.deepEqual(made.texts(1), ['one', 'uno', 'eins']);
    assert.deepEqual(made.turn(4).removal, { position: 3, by: 'alice', reason: '' });
  });

  it('is removed once, and may have been taken back before', () => {
    const made = lines().say('bob', 'one').retract('bob', 1).remove('alice', 1, 'first').remove('alice', 1, 'second');
    assert.equal(made.turn(1).takenBack, 2);
    assert.equal(made.turn(1).removal.reason, 'first');
    assert.deepEqual(made.idle(), [null, null, null, 'again']);
  });

  it('is not changed by a line that did not pass, or whose author is in doubt', () => {
    const made = lines().say('bob', 'one').remove('bob', 1, 'x', 'failed').remove('alice', 1, 'x', 'author in doubt');
    assert.equal(made.turn(1).removal, null);
    assert.equal(isHidden(made.turn(1)), false);
    assert.deepEqual(made.turn(1).doubted, [3]);
    assert.deepEqual(made.idle(), [null, 'failed', 'doubted']);
  });

  it('may be before the record', () => {
    const made = lines().edit('bob', 99, 'x').remove('alice', 99, 'spam').edit('bob', 99, 'y');
    assert.deepEqual(made.idle(), ['absent', 'absent', 'absent']);
    assert.deepEqual([1, 3].map((position) => made.turn(position).removal.reason), ['spam', 'spam']);
  });
});

describe('who has read how far', () => {
  const readers = (made) => readersOf(made.thread).map(({ name, upTo, position }) => [name, upTo, position]);

  it('is said by the last line of each person, the furthest first', () => {
    const made = lines().say('alice', 'one').read('bob', 1).read('carol', 1).say('alice', 'x').read('bob', 4).read('dave', 4);
    assert.deepEqual(readers(made), [['bob', 4, 5], ['dave', 4, 6], ['carol', 1, 3]]);
    assert.equal(readersOf(made.thread)[0].at, made.all[4].receivedAt);
  });

  it('does not fall, and is known from when it was said first', () => {
    assert.deepEqual(readers(lines().say('alice', 'x').say('alice', 'y').read('bob', 2).read('bob', 1).read('bob', 2)), [
      ['bob', 2, 3],
    ]);
  });

  it('is not said by other lines, nor by those that did not pass or whose author is in doubt', () => {
    const made = lines().say('alice', 'one').react('bob', 1, '👍').read('bob', 2, 'failed').read('bob', 3, 'author in doubt');
    made.erased('bob').add('bob', 'read/2', null, 'unknown kind').read('carol', 0, 'not proven');
    assert.deepEqual(readers(made), [['carol', 0, 7]]);
    assert.deepEqual(made.idle(), [null, null, 'failed', 'doubted', null, null, null]);
  });

  it('changes nothing of what was said', () => {
    const made = lines().say('alice', 'one').read('bob', 1);
    assert.deepEqual([made.texts(1), made.texts(2), made.answer(2)], [['one'], [], null]);
  });
});

describe('reactions', () => {
  it('are sets, by person and symbol', () => {
    const made = lines().say('alice', 'one').react('bob', 1, '👍').react('alice', 1, '👍').react('bob', 1, '👍');
    made.react('bob', 1, '🎉').react('carol', 1, '👍', 'withdrawn');
    assert.deepEqual(made.reactions(1), [['👍', ['bob', 'alice']], ['🎉', ['bob']]]);
    assert.deepEqual(made.idle(), [null, null, null, 'again', null, 'again']);
  });

  it('are gone when they are withdrawn, and can be given anew', () => {
    const made = lines().say('alice', 'one').react('bob', 1, '👍').react('bob', 1, '👍', 'withdrawn');
    assert.deepEqual(made.reactions(1), []);
    assert.deepEqual(made.react('bob', 1, '👍').reactions(1), [['👍', ['bob']]]);
    assert.deepEqual(made.idle(), [null, null, null, null]);
  });

  it('may be names of what every object has', () => {
    assert.deepEqual(lines().say('alice', 'x').react('bob', 1, '__proto__').reactions(1), [['__proto__', ['bob']]]);
  });

  it('stay with a message that was taken back', () => {
    const made = lines().say('alice', 'one').retract('alice', 1).react('bob', 1, '👍');
    assert.deepEqual(made.reactions(1), [['👍', ['bob']]]);
  });
});

describe('what a reply answers', () => {
  it('is quoted as it reads at the end, and whether it was changed since is said', () => {
    const made = lines().say('alice', 'Ship\n it? ').reply('bob', 1, 'yes').edit('alice', 1, 'Stop it?').reply('bob', 1, 'no');
    const { quote, isEditedSince, line } = made.answer(2);
    assert.equal(quote, 'Stop it?');
    assert.equal(isEditedSince, true);
    assert.equal(line.sender, 'alice');
    assert.equal(made.answer(4).isEditedSince, false);
    made.reply('bob', 1, 'no', { after: 2 });
    assert.equal(made.answer(5).isEditedSince, true, 'its author had not read the edit before it');
    assert.equal(lines().say('alice', ' Ship\n it? ').reply('bob', 1, 'yes').answer(2).quote, 'Ship it?');
  });

  it('is cut where it is long, and not within a character', () => {
    const { quote, isCut } = lines().say('alice', '🙂'.repeat(121)).reply('bob', 1, 'yes').answer(2);
    assert.equal(quote, '🙂'.repeat(120));
    assert.equal(isCut, true);
    assert.equal(lines().say('alice', '🙂'.repeat(120)).reply('bob', 1, 'yes').answer(2).isCut, false);
  });

  it('is not quoted when it was taken back, is not here or was erased', () => {
    const taken = lines().say('alice', 'secret').reply('bob', 1, 'yes').retract('alice', 1).answer(2);
    assert.deepEqual([taken.quote, taken.isTakenBack], [null, true]);
    const absent = lines().reply('bob', 99, 'yes').answer(1);
    assert.deepEqual([absent.quote, absent.line, absent.position], [null, null, 99]);
    const erased = lines().add('alice', null, null, 'erased').reply('bob', 1, 'yes').answer(2);
    assert.deepEqual([erased.quote, erased.line.state], [null, 'erased']);
    const removed = lines().say('bob', 'spam').reply('alice', 1, 'no').remove('carol', 1).answer(2);
    assert.deepEqual([removed.quote, removed.isRemoved, removed.isTakenBack], [null, true, false]);
    assert.equal(lines().erased('bob').reply('alice', 1, 'no').remove('carol', 1).answer(2).isRemoved, true);
  });

  it('is nothing for other lines', () => {
    const made = lines().say('alice', 'one').edit('alice', 1, 'uno').add('bob', null, null, 'erased');
    assert.deepEqual([1, 2, 3].map(made.answer), [null, null, null]);
  });
});

it('a record that was verified is put together by what the verifier gives', async () => {
  const record = new Record().talk().edit('alice', 3, 'uno').edit('bob', 5, 'forged').react('bob', 3, '👍');
  const { lines: found } = await verifyBundle(record.bundle(), { authority: record.authority.der });
  const thread = threadOf(found);
  assert.deepEqual(thread.get(3).versions.map(({ text }) => text), ['one', 'uno']);
  assert.deepEqual([...thread.get(3).reactions.get('👍')], ['bob']);
  assert.deepEqual(thread.get(5).versions.map(({ text }) => text), ['3']);
  assert.equal(thread.get(7).idle, 'failed');
});

it('a message that was removed in a record that was verified says by whom, and who has read how far', async () => {
  const record = new Record().talk().remove('bob', 3, 'forged').read('bob').remove('alice', 4, 'spam');
  record.event('erased', '4', { actor: 'alice' });
  const files = record.bundle({ erased: '4' });
  files.delete('messages/4.json');
  const { lines: found } = await verifyBundle(files, { authority: record.authority.der });
  const thread = threadOf(found);
  assert.deepEqual(thread.get(4).removal, { position: 8, by: 'alice', reason: 'spam' });
  assert.equal(thread.get(3).removal, null);
  assert.equal(thread.get(6).idle, 'failed');
  assert.deepEqual(readersOf(thread).map(({ name, upTo }) => [name, upTo]), [['bob', 6]]);
});
