-- Beside the owner, moderators decide about a room.
ALTER TABLE membership DROP CONSTRAINT ck_membership_role;
ALTER TABLE membership ADD CONSTRAINT ck_membership_role CHECK (role IN ('owner', 'moderator', 'member'));

-- What was decided about a room, if anything was. Apart from the room, so that it does not look like a change of
-- its settings, which administrators make.
CREATE TABLE room_terms (
  room_id         CHAR(36) NOT NULL,
  topic           VARCHAR(512),
  rules           VARCHAR(4096),
  -- 1 where only the owner and moderators may write.
  moderators_only INTEGER  NOT NULL,
  -- From one message of an ordinary member to the next; 0 for none.
  slow_seconds    INTEGER  NOT NULL,
  CONSTRAINT pk_room_terms PRIMARY KEY (room_id),
  CONSTRAINT fk_room_terms_room FOREIGN KEY (room_id) REFERENCES room (id)
);

-- Who may not enter a room, or not write in it. Without an end it lasts until it is lifted.
CREATE TABLE room_restriction (
  room_id CHAR(36)    NOT NULL,
  user_id CHAR(36)    NOT NULL,
  kind    VARCHAR(16) NOT NULL,
  ends_at BIGINT,
  CONSTRAINT pk_room_restriction PRIMARY KEY (room_id, user_id, kind),
  CONSTRAINT ck_room_restriction_kind CHECK (kind IN ('banned', 'muted')),
  CONSTRAINT fk_room_restriction_room FOREIGN KEY (room_id) REFERENCES room (id),
  CONSTRAINT fk_room_restriction_user FOREIGN KEY (user_id) REFERENCES users (id)
);

-- Messages that are shown to all who come.
CREATE TABLE room_pin (
  room_id  CHAR(36) NOT NULL,
  position BIGINT   NOT NULL,
  CONSTRAINT pk_room_pin PRIMARY KEY (room_id, position),
  CONSTRAINT fk_room_pin_room FOREIGN KEY (room_id) REFERENCES room (id)
);
