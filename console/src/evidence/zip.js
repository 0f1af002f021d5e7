import { latin1 } from './bytes.js';
import { insist } from './errors.js';

// Evidence zips have one permitted form (ADR 0011): entries stored, in the order of their names, dated
// 1980. Every byte is compared with what would have been written, so that none can be changed.

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const DATE_1980 = 0x21;
const FAULT = 'zip file is not as it was written; if it was packed again, verify the unpacked folder';

const TABLES = Array.from({ length: 8 }, () => new Int32Array(256));
for (let i = 0; i < 256; i++) {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  TABLES[0][i] = value;
}
for (let i = 0; i < 256; i++) {
  for (let t = 1; t < 8; t++) TABLES[t][i] = (TABLES[t - 1][i] >>> 8) ^ TABLES[0][TABLES[t - 1][i] & 255];
}

/** @param {Uint8Array} data @returns {number} unsigned */
export function crc32(data) {
  let crc = -1;
  let i = 0;
  for (const end = data.length - 7; i < end; i += 8) {
    crc ^= data[i] | (data[i + 1] << 8) | (data[i + 2] << 16) | (data[i + 3] << 24);
    crc =
      TABLES[7][crc & 255] ^
      TABLES[6][(crc >>> 8) & 255] ^
      TABLES[5][(crc >>> 16) & 255] ^
      TABLES[4][crc >>> 24] ^
      TABLES[3][data[i + 4]] ^
      TABLES[2][data[i + 5]] ^
      TABLES[1][data[i + 6]] ^
      TABLES[0][data[i + 7]];
  }
  for (; i < data.length; i++) crc = (crc >>> 8) ^ TABLES[0][(crc ^ data[i]) & 255];
  return ~crc >>> 0;
}

/** Compares bytes with numbers that have to stand there, least byte first. */
class Expected {
  /** @param {Uint8Array} zip */
  constructor(zip) {
    this.zip = zip;
    this.view = new DataView(zip.buffer, zip.byteOffset, zip.length);
    this.at = 0;
  }

  /** @param {...number} values */
  shorts(...values) {
    for (const value of values) {
      insist(this.at + 2 <= this.zip.length && this.view.getUint16(this.at, true) === value, FAULT);
      this.at += 2;
    }
  }

  /** @param {...number} values */
  ints(...values) {
    for (const value of values) {
      insist(this.at + 4 <= this.zip.length && this.view.getUint32(this.at, true) === value, FAULT);
      this.at += 4;
    }
  }

  /** @param {...number} values */
  longs(...values) {
    for (const value of values) this.ints(value >>> 0, Math.floor(value / 2 ** 32));
  }

  /** @param {number} length */
  bytes(length) {
    insist(this.at + length <= this.zip.length, FAULT);
    this.at += length;
    return this.zip.subarray(this.at - length, this.at);
  }

  /** What both headers of a file say of it. @param {{name: string, crc: number, length: number}} entry */
  description(entry) {
    this.shorts(0, 0, 0, DATE_1980);
    this.ints(entry.crc, entry.length, entry.length);
    this.shorts(entry.name.length, 0);
  }

  /** @param {string} text in ASCII */
  ascii(text) {
    const bytes = this.bytes(text.length);
    for (let i = 0; i < text.length; i++) insist(bytes[i] === text.charCodeAt(i), FAULT);
  }
}

/**
 * The files of an evidence zip.
 *
 * @param {Uint8Array} zip
 * @returns {Map<string, Uint8Array>} by their names, rising; parts of the same memory
 * @throws {Malformed} unless it is in its one form, to the byte
 */
export function readZip(zip) {
  const expected = new Expected(zip);
  /** @type {Array<{name: string, crc: number, length: number, offset: number}>} */
  const entries = [];
  const files = new Map();
  let before = '';
  while (expected.at + 30 <= zip.length && expected.view.getUint32(expected.at, true) === LOCAL) {
    const offset = expected.at;
    const length = expected.view.getUint32(offset + 22, true);
    const nameLength = expected.view.getUint16(offset + 26, true);
    insist(offset + 30 + nameLength + length <= zip.length, 'zip file is cut short');
    const bytes = zip.subarray(offset + 30, offset + 30 + nameLength);
    insist(bytes.every((byte) => byte < 128), FAULT);
    const name = latin1(bytes);
    insist(name > before, FAULT);
    before = name;
    const content = zip.subarray(offset + 30 + nameLength, offset + 30 + nameLength + length);
    const entry = { name, crc: crc32(content), length, offset };
    expected.ints(LOCAL);
    expected.shorts(10);
    expected.description(entry);
    expected.at = offset + 30 + nameLength + length;
    entries.push(entry);
    files.set(name, content);
  }
  insist(entries.length > 0, FAULT);
  readDirectory(expected, entries);
  insist(expected.at === zip.length, FAULT);
  return files;
}

/**
 * @param {Expected} expected
 * @param {Array<{name: string, crc: number, length: number, offset: number}>} entries
 */
function readDirectory(expected, entries) {
  const start = expected.at;
  for (const entry of entries) {
    expected.ints(CENTRAL);
    expected.shorts(10, 10);
    expected.description(entry);
    expected.shorts(0, 0, 0);
    expected.ints(0, entry.offset);
    expected.ascii(entry.name);
  }
  const end = expected.at;
  const count = Math.min(entries.length, 0xffff);
  if (entries.length >= 0xffff) {
    expected.ints(END_64);
    expected.longs(44);
    expected.shorts(45, 45);
    expected.ints(0, 0);
    expected.longs(entries.length, entries.length, end - start, start);
    expected.ints(LOCATOR_64, 0);
    expected.longs(end);
    expected.ints(1);
  }
  expected.ints(END);
  expected.shorts(0, 0, count, count);
  expected.ints(end - start, start);
  expected.shorts(0);
}
