-- A server of a cluster, for one life of it. It changes "beats" as long as it lives.
CREATE TABLE cluster_node (
  id         CHAR(36)     NOT NULL,
  host       VARCHAR(255) NOT NULL,
  port       INT          NOT NULL,
  label      VARCHAR(400) NOT NULL,
  started_at BIGINT       NOT NULL,
  beats      BIGINT       NOT NULL,
  CONSTRAINT pk_cluster_node PRIMARY KEY (id)
);

-- From which the servers of a cluster derive the keys of what they tell each other.
CREATE TABLE cluster_secret (
  id     INT           NOT NULL,
  secret VARBINARY(32) NOT NULL,
  CONSTRAINT pk_cluster_secret PRIMARY KEY (id)
);

-- An open login to a server of a cluster. What it has asked for is written as long as its row is there.
CREATE TABLE chat_session (
  channel_binding CHAR(64)     NOT NULL,
  user_id         CHAR(36)     NOT NULL,
  username        VARCHAR(128) NOT NULL,
  node_id         CHAR(36)     NOT NULL,
  since           BIGINT       NOT NULL,
  connection_no   BIGINT       NOT NULL,
  certificate     CHAR(64)     NOT NULL,
  address         VARCHAR(64)  NOT NULL,
  CONSTRAINT pk_chat_session PRIMARY KEY (channel_binding)
);
CREATE INDEX ix_chat_session_user ON chat_session (user_id);
CREATE INDEX ix_chat_session_node ON chat_session (node_id);
