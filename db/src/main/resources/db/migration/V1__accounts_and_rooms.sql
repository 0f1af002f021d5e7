-- Times are milliseconds since 1970-01-01T00:00:00Z. Ids are UUIDs as text, assigned by the server.
-- Usernames and room names are stored in lower case, so that databases that
-- compare with case and databases that do not agree on what is unique.

CREATE TABLE users (
  id              CHAR(36)     NOT NULL,
  username        VARCHAR(128) NOT NULL,
  salt            BINARY(16),
  pwd_hash        BINARY(32),
  kdf_memory_kib  INTEGER,
  kdf_iterations  INTEGER,
  kdf_parallelism INTEGER,
  state           VARCHAR(16)  NOT NULL,
  created_at      BIGINT       NOT NULL,
  updated_at      BIGINT       NOT NULL,
  version         BIGINT       NOT NULL,
  CONSTRAINT pk_users PRIMARY KEY (id),
  CONSTRAINT uq_users_username UNIQUE (username),
  CONSTRAINT ck_users_state CHECK (state IN ('active', 'disabled')),
  -- A password is there with its salt and parameters, or not at all (certificate alone).
  CONSTRAINT ck_users_password CHECK (
    (pwd_hash IS NULL AND salt IS NULL AND kdf_memory_kib IS NULL
      AND kdf_iterations IS NULL AND kdf_parallelism IS NULL)
    OR (pwd_hash IS NOT NULL AND salt IS NOT NULL AND kdf_memory_kib IS NOT NULL
      AND kdf_iterations IS NOT NULL AND kdf_parallelism IS NOT NULL))
);

CREATE TABLE room (
  id          CHAR(36)     NOT NULL,
  -- A direct room is dm:a:b with both usernames, 260 characters at most.
  name        VARCHAR(260) NOT NULL,
  visibility  VARCHAR(16)  NOT NULL,
  created_by  CHAR(36)     NOT NULL,
  created_at  BIGINT       NOT NULL,
  archived_at BIGINT,
  version     BIGINT       NOT NULL,
  CONSTRAINT pk_room PRIMARY KEY (id),
  CONSTRAINT uq_room_name UNIQUE (name),
  CONSTRAINT ck_room_visibility CHECK (visibility IN ('public', 'private', 'direct')),
  CONSTRAINT fk_room_creator FOREIGN KEY (created_by) REFERENCES users (id)
);

CREATE TABLE membership (
  room_id   CHAR(36)    NOT NULL,
  user_id   CHAR(36)    NOT NULL,
  role      VARCHAR(16) NOT NULL,
  joined_at BIGINT      NOT NULL,
  CONSTRAINT pk_membership PRIMARY KEY (room_id, user_id),
  CONSTRAINT ck_membership_role CHECK (role IN ('owner', 'member')),
  CONSTRAINT fk_membership_room FOREIGN KEY (room_id) REFERENCES room (id),
  CONSTRAINT fk_membership_user FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE INDEX ix_membership_user ON membership (user_id);

CREATE TABLE invitation (
  room_id    CHAR(36) NOT NULL,
  user_id    CHAR(36) NOT NULL,
  invited_by CHAR(36) NOT NULL,
  invited_at BIGINT   NOT NULL,
  CONSTRAINT pk_invitation PRIMARY KEY (room_id, user_id),
  CONSTRAINT fk_invitation_room FOREIGN KEY (room_id) REFERENCES room (id),
  CONSTRAINT fk_invitation_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_invitation_inviter FOREIGN KEY (invited_by) REFERENCES users (id)
);

CREATE INDEX ix_invitation_user ON invitation (user_id);

-- Random values that all nodes share and no client may know.
CREATE TABLE server_secret (
  name   VARCHAR(64) NOT NULL,
  secret BINARY(32)  NOT NULL,
  CONSTRAINT pk_server_secret PRIMARY KEY (name)
);
