const MOST_ISSUERS = 6;

/** What lists have to say of each certificate of a path. */
const ANY = { covered: false, unrevoked: false };

/**
 * Who issued what, and what lists say of it (PROTOCOL.md 6.5 and 11.2, 5). Signatures are verified when
 * this is made; after that every question is answered at once.
 */
export class Chains {
  /** @type {Map<string, import('./certificate.js').Certificate[]>} */
  #issuers = new Map();
  /** @type {Map<string, Array<import('./revocation-list.js').RevocationList>>} the lists that count as an issuer's */
  #lists = new Map();
  /** @type {Map<string, import('./certificate.js').Certificate>} */
  #all = new Map();
  /** @type {Map<string, import('./certificate.js').Certificate[]>} */
  #bySubject = new Map();
  #given = new Set();
  #outside = new Set();
  #isAnyNamed = false;

  /**
   * Those of the authorities that were given and of a bundle's certificates and lists.
   *
   * @param {Pick<import('./examination.js').Examination,
   *     'authorities' | 'certificates' | 'lists' | 'outside' | 'rootsWithoutList' | 'pause'>} examination
   */
  static async of(examination) {
    const chains = new Chains();
    chains.rootsWithoutList = examination.rootsWithoutList;
    await chains.#readCertificates(examination);
    await chains.#readLists(examination);
    return chains;
  }

  async #readCertificates({ authorities, certificates, pause }) {
    for (const each of [...authorities, ...certificates.values()]) this.#all.set(each.hash, each);
    for (const authority of authorities) this.#given.add(authority.hash);
    for (const each of this.#all.values()) {
      this.#bySubject.set(each.subject, [...(this.#bySubject.get(each.subject) ?? []), each]);
    }
    for (const each of this.#all.values()) {
      const found = [];
      for (const issuer of this.candidates(each)) {
        if (await each.isSignedBy(issuer.key)) found.push(issuer);
        await pause();
      }
      this.#issuers.set(each.hash, found);
    }
  }

  async #readLists({ lists, outside, pause }) {
    const serials = new Set([...this.#all.values()].map((each) => each.serial));
    for (const list of outside) this.#outside.add(list);
    for (const list of [...outside, ...lists].filter((each) => each.isComplete)) {
      for (const issuer of this.#bySubject.get(list.issuer) ?? []) {
        if (issuer.signsLists && (await list.isSignedBy(issuer.key))) {
          this.#lists.set(issuer.hash, [...(this.#lists.get(issuer.hash) ?? []), list]);
          for (const serial of serials) this.#isAnyNamed ||= list.entries.has(serial);
        }
        await pause();
      }
    }
  }

  /** Whether it is an authority that was given. @param {import('./certificate.js').Certificate} certificate */
  isGiven(certificate) {
    return this.#given.has(certificate.hash);
  }

  /** The certificates here whose subject is this one's issuer. @param {import('./certificate.js').Certificate} certificate */
  candidates(certificate) {
    return (this.#bySubject.get(certificate.issuer) ?? []).filter((each) => each.hash !== certificate.hash);
  }

  /** The lists that count as an issuer's. */
  #listsOf(issuer, ofReceipt) {
    const lists = this.#lists.get(issuer.hash) ?? [];
    return ofReceipt ? lists.filter((list) => !this.#outside.has(list)) : lists;
  }

  /** Whether lists permit that this issuer vouches for this certificate at that time. */
  #isPermitted(certificate, issuer, at, { covered, unrevoked, ofReceipt, excused }) {
    if (!covered && !unrevoked) return true;
    const lists = this.#listsOf(issuer, ofReceipt);
    if (unrevoked && lists.some((list) => (list.entries.get(certificate.serial) ?? 'z') <= at)) return false;
    if (!covered || (excused && certificate.isAuthority && this.isGiven(issuer))) return true;
    return lists.some((list) => list.upcoming !== null && list.upcoming >= at && list.isFor(certificate));
  }

  /**
   * A way from a certificate up to an authority that was given, by which it is accepted at that time;
   * authorities come first.
   *
   * @returns {import('./certificate.js').Certificate[] | null} the issuers, the nearest first
   */
  #path(certificate, at, demands = ANY) {
    // What was no way once is none the second time, however many certificates have one name.
    const dead = new Set();
    const above = (below, from) => {
      if (below >= MOST_ISSUERS || dead.has(below + from.hash)) return null;
      const fit = (this.#issuers.get(from.hash) ?? []).filter(
        (issuer) =>
          issuer.isValid(at, at) &&
          issuer.mayIssue(below, this.isGiven(issuer)) &&
          this.#isPermitted(from, issuer, at, demands),
      );
      const authority = fit.find((issuer) => this.isGiven(issuer));
      if (authority) return [authority];
      for (const issuer of fit) {
        const rest = above(below + 1, issuer);
        if (rest) return [issuer, ...rest];
      }
      dead.add(below + from.hash);
      return null;
    };
    return above(0, certificate);
  }

  /** A path by which a certificate is accepted, whatever lists say. */
  path(certificate, at) {
    return this.isGiven(certificate) ? null : this.#path(certificate, at);
  }

  /** A path of which each certificate has a list that is for it and current then, or newer. */
  coveredPath(certificate, at) {
    return this.#path(certificate, at, { covered: true, unrevoked: false, excused: this.rootsWithoutList });
  }

  /** A path that nothing speaks against. */
  goodPath(certificate, at) {
    return this.#path(certificate, at, { covered: true, unrevoked: true, excused: this.rootsWithoutList });
  }

  /**
   * Whether each path that counts was revoked by then; of those that lists cover, if there are any.
   *
   * @param {import('./certificate.js').Certificate} certificate
   * @param {string} at
   * @param {boolean} ofReceipt whether lists from outside do not count
   */
  isRevoked(certificate, at, ofReceipt) {
    if (!this.#isAnyNamed || this.#path(certificate, at) === null) return false;
    const covered = this.#path(certificate, at, { covered: true, unrevoked: false, ofReceipt }) !== null;
    return this.#path(certificate, at, { covered, unrevoked: true, ofReceipt }) === null;
  }

  /**
   * When the first certificate of a path was revoked, if one was.
   *
   * @param {import('./certificate.js').Certificate} certificate
   * @param {import('./certificate.js').Certificate[]} path
   * @returns {string | null}
   */
  revokedSince(certificate, path) {
    let first = null;
    for (const issuer of path) {
      for (const list of this.#listsOf(issuer, false)) {
        const since = list.entries.get(certificate.serial);
        if (since !== undefined && (first === null || since < first)) first = since;
      }
      certificate = issuer;
    }
    return first;
  }
}
