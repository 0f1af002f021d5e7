-- Who may use the administration interface. They are not users: an administrator has no account in
-- the chat, and a user has no role here, even if the names are the same.

CREATE TABLE administrator (
  id                 CHAR(36)    NOT NULL,
  name               VARCHAR(128) NOT NULL,
  role               VARCHAR(16) NOT NULL,
  salt               BINARY(16),
  pwd_hash           BINARY(32),
  kdf_memory_kib     INTEGER,
  kdf_iterations     INTEGER,
  kdf_parallelism    INTEGER,
  -- none: no certificate logs in; pinned: the one of this fingerprint; named: any that names them.
  certificate_rule   VARCHAR(16) NOT NULL,
  certificate_sha256 CHAR(64),
  state              VARCHAR(16) NOT NULL,
  created_at         BIGINT      NOT NULL,
  updated_at         BIGINT      NOT NULL,
  version            BIGINT      NOT NULL,
  CONSTRAINT pk_administrator PRIMARY KEY (id),
  CONSTRAINT uq_administrator_name UNIQUE (name),
  CONSTRAINT uq_administrator_certificate UNIQUE (certificate_sha256),
  CONSTRAINT ck_administrator_role CHECK (role IN ('administrator', 'auditor', 'operator')),
  CONSTRAINT ck_administrator_state CHECK (state IN ('active', 'disabled')),
  CONSTRAINT ck_administrator_password CHECK (
    (pwd_hash IS NULL AND salt IS NULL AND kdf_memory_kib IS NULL
      AND kdf_iterations IS NULL AND kdf_parallelism IS NULL)
    OR (pwd_hash IS NOT NULL AND salt IS NOT NULL AND kdf_memory_kib IS NOT NULL
      AND kdf_iterations IS NOT NULL AND kdf_parallelism IS NOT NULL)),
  CONSTRAINT ck_administrator_certificate CHECK (
    (certificate_rule = 'pinned' AND certificate_sha256 IS NOT NULL)
    OR (certificate_rule IN ('none', 'named') AND certificate_sha256 IS NULL))
);
