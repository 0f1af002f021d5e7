-- What makes a search in what was said quick. Derived from the transcript and in no backup: a row that is missing
-- only means that its lines are read.

-- How far a room is indexed, and how often something of it was erased: who indexes stores nothing if that has changed
-- meanwhile. The form is how the grams were made; those of another form count for nothing.
CREATE TABLE search_progress (
  room_id    CHAR(36) NOT NULL,
  form       INTEGER  NOT NULL,
  indexed_to BIGINT   NOT NULL,
  erasures   BIGINT   NOT NULL,
  CONSTRAINT pk_search_progress PRIMARY KEY (room_id)
);

-- A filter over what was said in a segment of 256 lines, up to a last line, whose chain value binds it to them. Once
-- something of the segment is erased, the last line is 0 and there are no grams, until the segment is indexed again.
CREATE TABLE search_segment (
  room_id       CHAR(36)         NOT NULL,
  segment       BIGINT           NOT NULL,
  form          INTEGER          NOT NULL,
  last_position BIGINT           NOT NULL,
  chain         CHAR(64)         NOT NULL,
  grams         VARBINARY(49152),
  CONSTRAINT pk_search_segment PRIMARY KEY (room_id, segment)
);

CREATE INDEX ix_search_segment_last ON search_segment (last_position, room_id, segment);

INSERT INTO job_lease (name, holder, expires_at)
  VALUES ('search', '00000000-0000-0000-0000-000000000000', 0);
