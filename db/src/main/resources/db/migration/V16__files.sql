-- Files that are there as a whole and may be read, one content once in a room. The content is in the folder of files.
CREATE TABLE room_file (
  room_id    CHAR(36) NOT NULL,
  sha256     CHAR(64) NOT NULL,
  size       BIGINT   NOT NULL,
  owner_id   CHAR(36) NOT NULL,
  touched_at BIGINT   NOT NULL,
  CONSTRAINT pk_room_file PRIMARY KEY (room_id, sha256)
);
CREATE INDEX ix_room_file_owner ON room_file (owner_id);

-- Which lines name them. With the last one that is not erased, the file goes.
CREATE TABLE room_file_line (
  room_id  CHAR(36) NOT NULL,
  position BIGINT   NOT NULL,
  sha256   CHAR(64) NOT NULL,
  CONSTRAINT pk_room_file_line PRIMARY KEY (room_id, position)
);
CREATE INDEX ix_room_file_line_content ON room_file_line (room_id, sha256);

-- Files that users are bringing. Their size counts from the beginning.
CREATE TABLE room_upload (
  room_id    CHAR(36) NOT NULL,
  sha256     CHAR(64) NOT NULL,
  owner_id   CHAR(36) NOT NULL,
  size       BIGINT   NOT NULL,
  touched_at BIGINT   NOT NULL,
  CONSTRAINT pk_room_upload PRIMARY KEY (room_id, sha256, owner_id)
);
CREATE INDEX ix_room_upload_owner ON room_upload (owner_id);
