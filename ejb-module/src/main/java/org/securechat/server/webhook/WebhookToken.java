package org.securechat.server.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.Providers;

/**
 * What a sender has to know: 32 random bytes as 43 characters of base64url. It is shown once, and
 * kept by nobody here. Immutable.
 */
public final class WebhookToken {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String text;

  private WebhookToken(String text) {
    this.text = text;
  }

  /** A new one. */
  static WebhookToken random() {
    byte[] bytes = new byte[BYTES];
    Providers.random().nextBytes(bytes);
    return new WebhookToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** A token as somebody sends it; empty for what cannot be one. */
  public static Optional<WebhookToken> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new WebhookToken(text)) : Optional.empty();
  }

  /** The token itself, for the one to whom it is shown. */
  public String expose() {
    return text;
  }

  /** What is kept of it: as random as it is, it needs no salt and no slow hash. */
  String sha256() {
    return Digests.sha256Hex(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "WebhookToken[redacted]";
  }
}
