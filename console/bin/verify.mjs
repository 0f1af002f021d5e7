#!/usr/bin/env node
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Unsupported, verifyBundle, visible, WrongUse } from '../src/evidence/index.js';

const USAGE = `usage: node verify.mjs BUNDLE --ca FILE... [--crl FILE]... [--roots-without-list] [--json]

Checks an evidence bundle as verify.sh in it does, with the code that the console in the browser has.

  BUNDLE                 a folder, or a zip as SecureChat has written it
  --ca FILE              certificate of an authority that you trust (PEM or DER), from elsewhere than the bundle
  --crl FILE             a revocation list that counts as well, such as a newer one (PEM or DER)
  --roots-without-list   the authorities publish no list about the issuing authorities below them
  --json                 print everything that was found as one JSON object
  --jobs                 read jobs from the standard input, a line each, and print a line for each:
                         {"bundle":PATH,"ca":[PATH],"crl":[PATH],"roots_without_list":BOOLEAN}
  --help                 print this

Exit status: 0 VERIFIED, 1 FAILED or INCOMPLETE, 2 wrong usage, 3 NEEDS A NEWER VERIFIER.`;

const EXIT = { VERIFIED: 0, FAILED: 1, INCOMPLETE: 1, 'NEEDS A NEWER VERIFIER': 3 };
const FOLDERS = new Set(['messages', 'certificates', 'revocation', 'countersignatures', 'files']);

/** The files of a folder by their names; null for what no bundle has, such as a link. */
async function readFolder(given) {
  // A folder that is given as a link is followed, and none inside it.
  const root = await realpath(given);
  const files = new Map();
  const read = async (folder) => {
    for (const name of await readdir(join(root, folder), { encoding: 'latin1' })) {
      const path = folder ? `${folder}/${name}` : name;
      const kind = await lstat(Buffer.from(join(root, path), 'latin1'));
      if (kind.isFile()) files.set(path, await readFile(Buffer.from(join(root, path), 'latin1')));
      else if (kind.isDirectory() && FOLDERS.has(path)) await read(path);
      else files.set(path, null);
    }
  };
  await read('');
  return files;
}

const readAll = async (paths) => Promise.all(paths.map((path) => readFile(path)));

async function verify({ bundle, ca, crl = [], roots_without_list: rootsWithoutList = false }) {
  const isFolder = (await stat(bundle)).isDirectory();
  return verifyBundle(isFolder ? await readFolder(bundle) : await readFile(bundle), {
    authority: await readAll(ca),
    lists: await readAll(crl),
    rootsWithoutList,
  });
}

const line = (text) => visible(text).replace(/[\n\t]/g, ' ');

function print({ verdict, checks, notes, receipt, signer, lines }) {
  if (receipt) {
    console.log('signed by   ' + line(signer?.subject ?? ''));
    console.log('for server  ' + receipt.server);
    console.log(`room        ${receipt.room} (${receipt.roomId})`);
    console.log(`lines       ${receipt.first} to ${receipt.last}`);
    if (lines.length) console.log(`time        ${lines[0].receivedAt} to ${lines.at(-1).receivedAt}`);
    console.log('issued at   ' + receipt.issuedAt);
  }
  for (const { outcome, check, subject, detail } of checks) {
    if (outcome === 'failed') console.log(`FAILED  ${check}  ${line(subject)}: ${line(detail)}`);
    if (outcome === 'incomplete') console.log(`INCOMPLETE  ${check}  ${line(subject)}: ${line(detail)}`);
  }
  for (const note of notes) console.log('note  ' + line(note));
  console.log('VERDICT: ' + verdict);
}

async function jobs() {
  for await (const job of createInterface({ input: process.stdin })) {
    try {
      console.log(JSON.stringify(await verify(JSON.parse(job))));
    } catch (fault) {
      console.log(JSON.stringify({ fault: String(fault.stack ?? fault) }));
    }
  }
  return 0;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      ca: { type: 'string', multiple: true, default: [] },
      crl: { type: 'string', multiple: true, default: [] },
      'roots-without-list': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      jobs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.jobs) return jobs();
  if (positionals.length !== 1) throw new WrongUse('name one bundle');
  const result = await verify({
    bundle: positionals[0],
    ca: values.ca,
    crl: values.crl,
    roots_without_list: values['roots-without-list'],
  });
  if (values.json) console.log(JSON.stringify(result));
  else print(result);
  return EXIT[result.verdict];
}

try {
  process.exitCode = await main();
} catch (fault) {
  const isUsage = fault instanceof WrongUse || fault instanceof Unsupported || fault.code;
  console.error('verify.mjs: ' + (isUsage ? fault.message : fault.stack));
  if (isUsage) console.error('node verify.mjs --help says how it is called');
  process.exitCode = 2;
}
