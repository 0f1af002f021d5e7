-- A room in which a session of the classic profile is recorded may belong to nobody with an account.
ALTER TABLE room MODIFY COLUMN created_by CHAR(36) NULL;
