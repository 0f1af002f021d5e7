package org.securechat.client.command;

import picocli.CommandLine.IVersionProvider;

/** The versions in the jar's manifest. */
public final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = SecureChatCommand.class.getPackage().getImplementationVersion();
    return new String[] {
      "securechat " + (version == null ? "(unpackaged)" : version),
      "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name")
    };
  }
}
