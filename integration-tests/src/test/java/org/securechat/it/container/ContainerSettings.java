package org.securechat.it.container;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Prepares what the container needs before Arquillian reads its configuration; so it must stand
 * before Arquillian's own extension. Deployed with the tests, and idle there.
 */
public final class ContainerSettings implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    boolean insideTheContainer = System.getProperty("securechat.pki") != null;
    if (!insideTheContainer) {
      ContainerFolder.prepare();
    }
  }
}
