package org.securechat.server.retention;

import java.util.UUID;

/** What messages of a room have outside of the database, and lose with the messages. */
public interface ErasedContents {

  /** Messages of a room were erased. Never throws: what cannot be deleted now is deleted later. */
  void erased(UUID room);
}
