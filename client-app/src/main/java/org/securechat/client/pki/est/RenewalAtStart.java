package org.securechat.client.pki.est;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.securechat.client.ClientException;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.identity.RememberedPassphrase;
import org.securechat.client.pki.CertificateImport;
import org.securechat.protocol.identity.Credentials;

/**
 * Looks at the user's certificate when the client starts: says when it ends soon, and renews it
 * where that is known how. Never in the way: while the present certificate holds, the user gets in
 * with it whatever happens here.
 */
public final class RenewalAtStart {
  /** A server that is away is not waited for at every command. */
  private static final Duration QUIET = Duration.ofHours(1);

  private static final String ENDING = ".pem";

  private final EstPatience patience;
  private final Clock clock;
  private final Consumer<String> tell;

  /**
   * A look by that clock.
   *
   * @param tell takes a sentence for the user
   */
  public RenewalAtStart(EstPatience patience, Clock clock, Consumer<String> tell) {
    this.patience = patience;
    this.clock = clock;
    this.tell = tell;
  }

  /**
   * Looks, says and renews.
   *
   * @param passphrase that opened the key
   * @return whether the files hold another certificate now
   */
  public boolean look(IdentityFiles files, Credentials present, RememberedPassphrase passphrase) {
    Instant now = clock.instant();
    RenewalTime time = RenewalTime.of(present.leaf());
    if (!time.isDue(now)) {
      return false;
    }
    if (time.isOver(now)) {
      tell.accept(
          "your certificate ended at "
              + time.end()
              + ": get a new one from your authority, for example with 'securechat pki enroll'");
      return false;
    }
    String soon = "your certificate ends in " + time.left(now) + ", at " + time.end();
    try {
      return renewed(files, present, passphrase, soon);
    } catch (ClientException e) {
      tell.accept(
          soon
              + ", and could not be renewed: "
              + e.getMessage()
              + ". "
              + e.remedy()
              + " It holds until then; 'securechat pki renew "
              + name(files.certificate())
              + "' tries again.");
      return false;
    }
  }

  private boolean renewed(
      IdentityFiles files, Credentials present, RememberedPassphrase passphrase, String soon)
      throws ClientException {
    Optional<Path> root = root(files);
    String name = name(files.certificate());
    Optional<EstSettings> settings =
        root.isEmpty() ? Optional.empty() : EstSettings.find(root.get(), name);
    if (settings.isEmpty()) {
      tell.accept(soon + ": get the next one from your authority before that");
      return false;
    }
    Optional<Instant> failed = settings.get().failed();
    if (failed.filter(at -> clock.instant().isBefore(at.plus(QUIET))).isPresent()) {
      tell.accept(
          soon
              + ", and could not be renewed at "
              + failed.get()
              + ": 'securechat pki renew "
              + name
              + "' tries again and says why");
      return false;
    }
    CertificateImport.Done done =
        new Reenrolment(root.get(), name, patience, clock).run(settings.get(), present, passphrase);
    tell.accept(
        "your certificate is renewed by "
            + settings.get().address()
            + ", with a new key: it holds until "
            + done.certificates().getFirst().getNotAfter().toInstant());
    return true;
  }

  /** The folder that these files are in, if it is one as 'pki' makes it. */
  private static Optional<Path> root(IdentityFiles files) {
    Path chain = files.certificate().toAbsolutePath();
    Path issued = chain.getParent();
    Path key = chain.resolveSibling(name(chain) + ".key");
    boolean usual =
        issued != null
            && issued.endsWith("issued")
            && issued.getParent() != null
            && chain.getFileName().toString().endsWith(ENDING)
            && files.key().toAbsolutePath().equals(key)
            && Files.isRegularFile(chain);
    return usual ? Optional.of(issued.getParent()) : Optional.empty();
  }

  private static String name(Path chain) {
    String file = chain.getFileName().toString();
    return file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
  }
}
