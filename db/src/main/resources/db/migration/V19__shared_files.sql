-- Where in the folder a content is: no place is used twice. Empty: where its room and hash alone say.
ALTER TABLE room_file ADD COLUMN generation VARCHAR(36) DEFAULT '' NOT NULL;
CREATE INDEX ix_room_file_generation ON room_file (generation);

-- Which folder of contents is this database's: what its mark says. Whoever begins an upload locks the row, so that quotas hold on all servers.
CREATE TABLE file_folder (
  id   INTEGER NOT NULL,
  mark CHAR(36),
  CONSTRAINT pk_file_folder PRIMARY KEY (id)
);
INSERT INTO file_folder (id, mark) VALUES (1, NULL);
