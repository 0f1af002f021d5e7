-- An invitation that was declined stays, so that it is not made again; it is no longer on the user's list.
ALTER TABLE invitation ADD COLUMN declined_at BIGINT NULL;

-- From whom a user wants neither invitations nor direct rooms.
CREATE TABLE user_block (
  user_id    CHAR(36) NOT NULL,
  blocked_id CHAR(36) NOT NULL,
  blocked_at BIGINT   NOT NULL,
  CONSTRAINT pk_user_block PRIMARY KEY (user_id, blocked_id),
  CONSTRAINT fk_user_block_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT fk_user_block_blocked FOREIGN KEY (blocked_id) REFERENCES users (id)
);

-- What a user has made of late, and the public rooms by name.
CREATE INDEX ix_room_creator ON room (created_by, created_at);
CREATE INDEX ix_room_visibility ON room (visibility, name);
