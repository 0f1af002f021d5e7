import { Choice } from './choice.js';
import { fromBase64, toBase64 } from '../evidence/bytes.js';
import { Certificate, RevocationList, visible } from '../evidence/index.js';
import { derOf, sha256 } from './certificate-file.js';

const KEPT = 'securechat.authority';

/** Reads it as the verifier will, so that a person hears now what is wrong with it. */
function read(Type, der, what) {
  try {
    return new Type(der);
  } catch (malformed) {
    throw new Choice(`The verifier cannot use this ${what}: ${malformed.message}`);
  }
}

/**
 * By whom the person who reads judges: the authority's certificate that they have brought, and revocation lists. The
 * certificate is public and stays in this browser; lists grow old and stay until the page is loaded anew. Tells
 * `change`.
 */
class Trust extends EventTarget {
  authority = null;
  rootsWithoutList = false;
  lists = [];

  constructor() {
    super();
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
      if (kept) {
        this.#trust(kept.name, kept.ders.map(fromBase64));
        this.rootsWithoutList = kept.rootsWithoutList === true;
      }
    } catch {
      localStorage.removeItem(KEPT);
    }
  }

  bring(name, bytes) {
    this.#trust(name, derOf(bytes, 'CERTIFICATE'));
    this.#keep();
  }

  #trust(name, ders) {
    const certificates = ders.map((der) => read(Certificate, der, 'certificate'));
    const other = certificates.find(({ isAuthority }) => !isAuthority);
    if (other) {
      const name = visible(other.subjectText);
      throw new Choice(`${name} is no authority: it may issue no certificates. Choose the authority’s own.`);
    }
    this.authority = {
      name,
      ders,
      certificates: certificates.map(({ subjectText, ends, hash }) => ({ subject: subjectText, ends, sha256: hash })),
    };
  }

  forget() {
    this.authority = null;
    this.rootsWithoutList = false;
    this.#keep();
  }

  excuseRoots(excused) {
    this.rootsWithoutList = excused;
    this.#keep();
  }

  async addList(name, bytes) {
    const ders = derOf(bytes, 'X509 CRL');
    ders.forEach((der) => read(RevocationList, der, 'list'));
    for (const der of ders) {
      const print = await sha256(der);
      if (this.lists.some((list) => list.sha256 === print)) throw new Choice(`${name} is there already.`);
      this.lists = [...this.lists, { name, der, sha256: print }];
    }
    this.#tell();
  }

  removeList(list) {
    this.lists = this.lists.filter((other) => other !== list);
    this.#tell();
  }

  /** What the verifier is told. */
  get forVerifier() {
    return {
      authority: this.authority?.ders ?? null,
      lists: this.lists.map((list) => list.der),
      rootsWithoutList: this.rootsWithoutList,
    };
  }

  #keep() {
    if (this.authority) {
      const { name, ders } = this.authority;
      localStorage.setItem(
        KEPT,
        JSON.stringify({ name, ders: ders.map(toBase64), rootsWithoutList: this.rootsWithoutList }),
      );
    } else {
      localStorage.removeItem(KEPT);
    }
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

export const trust = new Trust();
