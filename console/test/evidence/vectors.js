import { readdirSync, readFileSync } from 'node:fs';
import { fromHex, utf8 } from '../../src/evidence/bytes.js';

const REPOSITORY = new URL('../../../', import.meta.url);
const VECTORS = new URL('protocol-module/src/test/resources/vectors/', REPOSITORY);

/** A file of the product that every bundle has. @param {string} name */
export const resource = (name) =>
  readFileSync(new URL('protocol-module/src/main/resources/org/securechat/protocol/evidence/' + name, REPOSITORY));

/** @param {string} file in the folder of the protocol's vectors */
export const vectors = (file) => JSON.parse(readFileSync(new URL(file, VECTORS), 'utf8'));

/** @param {string} folder in which each vector is a file */
export const vectorFiles = (folder) =>
  readdirSync(new URL(folder, VECTORS))
    .filter((name) => name.endsWith('.json'))
    .map((name) => vectors(`${folder}/${name}`));

/** The bytes of a vector that has a text, or bytes that are none. */
export const documentOf = ({ text, hex }) => (hex === undefined ? utf8(text) : fromHex(hex));

/** The name of a vector, right or wrong. */
export const nameOf = ({ name, fault, description }) => name ?? fault ?? description;
