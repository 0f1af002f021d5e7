package org.securechat.client.command.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin receipts}. */
@Command(
    name = "receipts",
    description = "List the receipts that were issued, and fetch them again.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  securechat admin receipts list --as ines --user alice")
final class ReceiptsCommand extends CommandGroup {
  private static final String RECEIPTS = "receipts";
  private static final String SHA256 = "SHA256";

  @Command(
      description = "List receipts, the newest first.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin receipts list --as ines --room lobby",
        "  securechat admin receipts list --as ines --user alice --json"
      })
  int list(
      @Mixin AdminOptions admin,
      @Mixin ListOptions list,
      @Option(names = "--room", paramLabel = "ROOM", description = "of this room") String room,
      @Option(names = "--user", paramLabel = "NAME", description = "issued to this user")
          String user)
      throws ClientException {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("room", room);
    filter.put("user", user);
    return admin
        .open()
        .list(
            AdminPath.of(RECEIPTS).with(filter),
            list.limit(),
            Column.of("ISSUED", "issued_at"),
            Column.of("ROOM", "room"),
            Column.of("TO", "user"),
            Column.of("FIRST", "first"),
            Column.of("LAST", "last"),
            Column.of("COUNTERSIGNED", "countersigned_at"),
            Column.of("RECEIPT", "sha256"));
  }

  @Command(
      description = "Show one receipt.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin receipts show SHA256 --as ines")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = SHA256, description = "the SHA-256 that the list shows")
          String sha256)
      throws ClientException {
    return admin.open().show(AdminPath.of(RECEIPTS, sha256));
  }

  @Command(
      description = "Write receipt.json and receipt.sig into a folder.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin receipts download SHA256 --as ines --out receipt")
  int download(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = SHA256, description = "the SHA-256 that the list shows")
          String sha256,
      @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder")
          Path folder)
      throws ClientException {
    AdminConsole console = admin.open();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ClientException("the folder " + folder + " cannot be made", "Name another.", e);
    }
    AdminPath receipt = AdminPath.of(RECEIPTS, sha256);
    console.download(receipt.then("receipt.json"), folder.resolve("receipt.json"));
    return console.download(receipt.then("receipt.sig"), folder.resolve("receipt.sig"));
  }
}
