package org.securechat.client.identity;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.securechat.client.SafeText;
import org.securechat.protocol.identity.StatedName;

/**
 * The names that the user's own certificate states, for a refusal: which they are, and which of
 * them an account can have. Computed here, from the certificate alone.
 *
 * @param users those that have the form of usernames
 * @param others what stands in their places and has another form
 */
public record OwnNames(List<StatedName> users, List<String> others) {

  /** Copies the lists. */
  public OwnNames {
    users = List.copyOf(users);
    others = others.stream().map(SafeText::line).toList();
  }

  /** What that certificate states. */
  public static OwnNames of(X509Certificate certificate) {
    return new OwnNames(StatedName.in(certificate), StatedName.othersIn(certificate));
  }

  /** The names that an account can have, without repetition. */
  public List<String> accounts() {
    return users.stream().map(StatedName::name).distinct().toList();
  }

  /** Which names there are: a sentence or two. */
  public String sentence() {
    String stated =
        users.isEmpty()
            ? "Your certificate states no username."
            : "Your certificate states these names: "
                + users.stream().map(StatedName::toString).collect(Collectors.joining(", "))
                + ".";
    return others.isEmpty()
        ? stated
        : stated + " Not of the form of a username: " + String.join(", ", others) + ".";
  }

  /** What to do after a name was refused. */
  public String advice(Optional<String> refused) {
    if (users.isEmpty()) {
      return sentence()
          + " Only a name that the certificate states can be an account's: a URI"
          + " securechat:user:NAME, a common name, a mail address, or a user principal name. Use"
          + " the user's own certificate with --cert and --key.";
    }
    List<String> left =
        accounts().stream().filter(name -> refused.filter(name::equals).isEmpty()).toList();
    boolean stated = left.size() < accounts().size();
    String fitting =
        left.isEmpty()
            ? ""
            : " As account fits: "
                + left.stream().map(name -> "--as " + name).collect(Collectors.joining(" or "))
                + ".";
    return sentence()
        + (stated
            ? " The server does not count names of that kind; its operator says which count"
                + " (securechat.names)."
            : "")
        + fitting;
  }
}
