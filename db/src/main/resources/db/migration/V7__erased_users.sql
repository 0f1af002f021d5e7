-- A user who has been erased stays as a row without personal data: the record names its senders, so a
-- name that was used may never be given to somebody else. 'erasing' is on the way there: the account is
-- gone, and what it left in the rooms is being taken away. A user who was erased has no password.

ALTER TABLE users DROP CONSTRAINT ck_users_state;

ALTER TABLE users ADD CONSTRAINT ck_users_state
  CHECK (state IN ('active', 'disabled', 'erasing', 'erased'));

ALTER TABLE users ADD CONSTRAINT ck_users_erased
  CHECK (state NOT IN ('erasing', 'erased') OR pwd_hash IS NULL);
