-- Rooms that every user finds, and that are entered by invitation.
ALTER TABLE room DROP CONSTRAINT ck_room_visibility;
ALTER TABLE room ADD CONSTRAINT ck_room_visibility CHECK (visibility IN ('public', 'announced', 'private', 'direct'));

-- When slow mode was switched on last: what was said before does not count.
ALTER TABLE room_terms ADD COLUMN slow_since BIGINT NULL;
