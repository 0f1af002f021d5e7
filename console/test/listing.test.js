import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listing } from '../src/parts/listing.js';

/** A page whose server answers when it is told to. */
function page() {
  const asked = [];
  return {
    asked,
    addController() {},
    requestUpdate() {},
    client: { get: (path, query) => new Promise((resolve, reject) => asked.push({ path, query, resolve, reject })) },
    async run(work) {
      try {
        return await work();
      } catch (failure) {
        this.problem = failure;
        return undefined;
      }
    },
  };
}

const answer = (items, next) => ({ data: { items, next } });

test('pages are put behind each other', async () => {
  const here = page();
  const listing = new Listing(here, '/users');
  const first = listing.find({ q: 'a' });
  here.asked[0].resolve(answer(['a', 'b'], 'Yg'));
  await first;
  assert.equal(listing.next, 'Yg');
  const second = listing.more();
  assert.deepEqual(here.asked[1].query, { q: 'a', after: 'Yg' });
  here.asked[1].resolve(answer(['c']));
  await second;
  assert.deepEqual(listing.items, ['a', 'b', 'c']);
  assert.equal(listing.next, null);
});

test('an answer that comes after that of a newer question is dropped', async () => {
  const here = page();
  const listing = new Listing(here, '/users');
  const old = listing.find({ q: 'a' });
  const current = listing.find({ q: 'b' });
  here.asked[1].resolve(answer(['b']));
  await current;
  here.asked[0].resolve(answer(['a']));
  await old;
  assert.deepEqual(listing.items, ['b']);
});

test('a question that fails leaves no answer of another one', async () => {
  const here = page();
  const listing = new Listing(here, '/users');
  const first = listing.find({ q: 'a' });
  here.asked[0].resolve(answer(['a'], 'YQ'));
  await first;
  const second = listing.find({ q: 'b' });
  here.asked[1].reject(new Error('busy'));
  await second;
  assert.equal(here.problem.message, 'busy');
  assert.deepEqual([listing.items, listing.next, listing.asked], [[], null, false]);
});

test('a next page that fails leaves those before', async () => {
  const here = page();
  const listing = new Listing(here, '/users');
  const first = listing.find({});
  here.asked[0].resolve(answer(['a'], 'YQ'));
  await first;
  const second = listing.more();
  here.asked[1].reject(new Error('busy'));
  await second;
  assert.deepEqual([listing.items, listing.next], [['a'], 'YQ']);
});
