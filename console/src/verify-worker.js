import { readZip, verifyBundle } from './evidence/index.js';
import { chainOf, originOf } from './parts/line-origin.js';

/** The last bundle: its files, what was found, and the chain's values once they were asked for. */
let bundle = null;

const answers = {
  async verify({ bundle: bytes, authority, lists, rootsWithoutList }, tell) {
    bundle = null;
    const files = filesOf(bytes);
    const own = authority === null ? files?.get('authority.der') : null;
    if (authority === null && !files) throw new Error('this is no evidence bundle, or one that was packed again');
    if (authority === null && !own) {
      throw new Error('the record has no copy of its authority’s certificate: bring the certificate yourself');
    }
    let told = 0;
    const result = await verifyBundle(bytes, {
      authority: authority ?? own,
      lists,
      rootsWithoutList,
      onProgress(done, total) {
        if (Date.now() - told < 100) return;
        told = Date.now();
        tell(done, total);
      },
    });
    bundle = { files, result, chains: null };
    return { ...result, isOwnAuthority: own !== null };
  },

  async line(position) {
    if (!bundle) throw new Error('there is no bundle any more');
    bundle.chains ??= await chainOf(bundle.files);
    const { kind } = bundle.result.lines.find((line) => line.position === position);
    return originOf(bundle.files, bundle.chains, position, kind !== null);
  },
};

/** Null for what is no bundle: the verifier says why. */
function filesOf(bytes) {
  try {
    return readZip(bytes);
  } catch {
    return null;
  }
}

addEventListener('message', async ({ data: { number, ...question } }) => {
  const [[name, argument]] = Object.entries(question);
  try {
    const result = await answers[name](argument, (...progress) => postMessage({ number, progress }));
    postMessage({ number, result });
  } catch (failure) {
    console.error(failure);
    postMessage({ number, fault: `There is no verdict: ${failure.message}` });
  }
});
