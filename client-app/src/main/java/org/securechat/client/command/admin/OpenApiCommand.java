package org.securechat.client.command.admin;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin openapi}. */
@Command(
    name = "openapi",
    description = "Write the description of the administration interface (OpenAPI 3) to a file.",
    mixinStandardHelpOptions = true,
    footer = "  securechat admin openapi --as root --out openapi.yaml")
final class OpenApiCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "a new file")
  private Path file;

  @Override
  public Integer call() throws ClientException {
    return admin.open().download(AdminPath.of("openapi.yaml"), file);
  }
}
