import { readOr } from './errors.js';
import { checkSignature } from './line-checks.js';
import { sha256Hex } from './sha256.js';
import { readCountersignature } from './statements.js';

/**
 * Step 10: what members have signed about this receipt.
 *
 * @param {import('./examination.js').Examination} examination
 */
export async function checkCountersignatures(examination) {
  const receiptSha256 = sha256Hex(examination.files.get('receipt.json'));
  for (const [file, content] of examination.files) {
    const [, user] = /^countersignatures\/([^/]*)\.json$/.exec(file) ?? [];
    if (user === undefined) continue;
    const statement = readOr(
      () => readCountersignature(content, user, receiptSha256),
      (fault) => examination.fail(10, 'countersignature', file, 'not a countersignature of this receipt: ' + fault),
    );
    if (!statement) continue;
    const signature = `countersignatures/${user}.sig`;
    examination.expected.add(file).add(signature);
    examination.use(statement.certificate, 'client', statement.at, user, null);
    examination.countersigned.push(statement);
    const { certificate } = statement;
    await checkSignature(examination, 10, 'countersignature', file, certificate, examination.files.get(signature));
    await examination.pause();
  }
}
