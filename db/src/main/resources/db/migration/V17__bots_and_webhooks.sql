-- By which accounts programs speak.
ALTER TABLE users ADD COLUMN bot BOOLEAN DEFAULT FALSE NOT NULL;

-- By which addresses programs without an account may write to a room. Of the token there is a hash alone.
CREATE TABLE webhook (
  id            CHAR(36)     NOT NULL,
  token_sha256  CHAR(64)     NOT NULL,
  room_id       CHAR(36)     NOT NULL,
  name          VARCHAR(64)  NOT NULL,
  made_by       VARCHAR(260) NOT NULL,
  created_at    BIGINT       NOT NULL,
  expires_at    BIGINT       NOT NULL,
  a_minute      INTEGER      NOT NULL,
  CONSTRAINT pk_webhook PRIMARY KEY (id),
  CONSTRAINT uq_webhook_token UNIQUE (token_sha256)
);

CREATE INDEX ix_webhook_room ON webhook (room_id);
