-- What administrators have said about certificates, for all nodes. Times are milliseconds since
-- 1970-01-01T00:00:00Z, hashes lower-case hex.

-- Certificates that count as revoked here, whatever their authority says. For good: rows are only added,
-- so their number tells a node whether it knows them all. A certificate is found by its hash or by its
-- issuer's name and its serial number: a signature can have two encodings, and the hash covers it.
CREATE TABLE revoked_certificate (
  sha256        CHAR(64)         NOT NULL,
  issuer_sha256 CHAR(64)         NOT NULL,
  serial        VARCHAR(64)      NOT NULL,
  reason        VARCHAR(32)      NOT NULL,
  revoked_at    BIGINT           NOT NULL,
  revoked_by    VARCHAR(254)     NOT NULL,
  note          VARCHAR(500)     NOT NULL,
  der           VARBINARY(16384) NOT NULL,
  CONSTRAINT pk_revoked_certificate PRIMARY KEY (sha256)
);

-- The newest revocation list of each authority that was uploaded; the slot is the hash of the
-- authority's certificate, and for a list that is for some certificates, or a delta list, one of that and of
-- what it is for.
CREATE TABLE uploaded_crl (
  slot             CHAR(64)     NOT NULL,
  sha256           CHAR(64)     NOT NULL,
  uploaded_at      BIGINT       NOT NULL,
  uploaded_by      VARCHAR(254) NOT NULL,
  der              MEDIUMBLOB   NOT NULL,
  version          BIGINT       NOT NULL,
  CONSTRAINT pk_uploaded_crl PRIMARY KEY (slot)
);
