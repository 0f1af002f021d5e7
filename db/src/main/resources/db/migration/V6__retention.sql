-- How long a room keeps what was said in it, and whether it has to keep it in any case.

-- Days after which payloads are erased: null for the server's default, 0 for never.
ALTER TABLE room ADD COLUMN retention_days INTEGER;
ALTER TABLE room ADD CONSTRAINT ck_room_retention CHECK (retention_days BETWEEN 0 AND 36500);

-- A legal hold: while it is there nothing of the room is erased, whoever asks for it.
ALTER TABLE room ADD COLUMN held_at BIGINT;
ALTER TABLE room ADD COLUMN held_by VARCHAR(254);
ALTER TABLE room ADD COLUMN hold_reason VARCHAR(1024);

-- How far retention has erased a room: no message up to that position has a payload. Apart from the room, so
-- that erasing does not look like a change of its settings.
CREATE TABLE retention_progress (
  room_id   CHAR(36) NOT NULL,
  erased_to BIGINT   NOT NULL,
  CONSTRAINT pk_retention_progress PRIMARY KEY (room_id)
);

-- Work that one server does for all of them. Who has the lease works; it is good until the time given, unless
-- it is renewed.
CREATE TABLE job_lease (
  name       VARCHAR(32) NOT NULL,
  holder     CHAR(36)    NOT NULL,
  expires_at BIGINT      NOT NULL,
  CONSTRAINT pk_job_lease PRIMARY KEY (name)
);

INSERT INTO job_lease (name, holder, expires_at)
  VALUES ('retention', '00000000-0000-0000-0000-000000000000', 0);

-- Everything that one user has said, in all rooms.
CREATE INDEX ix_transcript_entry_sender ON transcript_entry (sender, room_id, position);

-- Receipts, the newest first.
CREATE INDEX ix_issued_receipt_issued ON issued_receipt (issued_at, sha256);
