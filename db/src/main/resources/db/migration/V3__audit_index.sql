-- Where to find what in the audit log. The log itself is a transcript, under an id that no room has;
-- this table only finds its lines and could be made again from them. What an answer says is read
-- from the transcript, not from here.
CREATE TABLE audit_index (
  position    BIGINT       NOT NULL,
  recorded_at BIGINT       NOT NULL,
  action      VARCHAR(64)  NOT NULL,
  outcome     VARCHAR(16)  NOT NULL,
  actor       VARCHAR(260) NOT NULL,
  subject     VARCHAR(260) NOT NULL,
  source      VARCHAR(64)  NOT NULL,
  CONSTRAINT pk_audit_index PRIMARY KEY (position)
);

-- Each ends with the position, in the order of which answers come.
CREATE INDEX ix_audit_index_time ON audit_index (recorded_at, position);
CREATE INDEX ix_audit_index_action ON audit_index (action, position);
CREATE INDEX ix_audit_index_actor ON audit_index (actor, position);
CREATE INDEX ix_audit_index_subject ON audit_index (subject, position);
