-- Which lines say what a message reads now. Erasing the message without these would leave what it said.
CREATE TABLE message_edit (
  room_id          CHAR(36) NOT NULL,
  message_position BIGINT   NOT NULL,
  edit_position    BIGINT   NOT NULL,
  CONSTRAINT pk_message_edit PRIMARY KEY (room_id, message_position, edit_position)
);

-- Messages that the owner of a room has removed and whose payload is still to be erased.
CREATE TABLE message_removal (
  room_id          CHAR(36)     NOT NULL,
  message_position BIGINT       NOT NULL,
  removed_by       VARCHAR(128) NOT NULL,
  CONSTRAINT pk_message_removal PRIMARY KEY (room_id, message_position)
);
