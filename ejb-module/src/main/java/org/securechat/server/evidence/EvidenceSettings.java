package org.securechat.server.evidence;

import java.nio.file.Path;

/** Where the files are that a bundle takes along. */
public interface EvidenceSettings {
  /** The certificates of the authorities, PEM. */
  Path authorities();

  /** Their revocation lists, PEM; the file may be missing. */
  Path revocationLists();
}
