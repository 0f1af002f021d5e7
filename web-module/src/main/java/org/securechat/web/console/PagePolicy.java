package org.securechat.web.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a browser lets the pages of the console do: what is in their own files, and requests to this
 * server and to the OpenID provider.
 */
final class PagePolicy {
  static final String CONTENT = "Content-Security-Policy";

  private static final String BEFORE_PROVIDER =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
          + "connect-src 'self'";

  /** Lit makes templates of text in scripts; the console names the script of its verifier. */
  private static final String AFTER_PROVIDER =
      "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html"
          + " console";

  /** Names of features that browsers know: of one that is not known they complain. */
  private static final String[] FEATURES = {
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "compute-pressure",
    "cross-origin-isolated",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "interest-cohort",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "speaker-selection",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking"
  };

  private static final String NO_FEATURE =
      Arrays.stream(FEATURES).map(name -> name + "=()").collect(Collectors.joining(", "));

  private PagePolicy() {}

  /**
   * The policy of the content.
   *
   * @param provider the origin with which pages may talk beside their own
   */
  static String content(Optional<String> provider) {
    return BEFORE_PROVIDER + provider.map(origin -> " " + origin).orElse("") + AFTER_PROVIDER;
  }

  /** Sets the headers in which the pages differ from everything else here. */
  static void set(HttpServletResponse response, String content) {
    response.setHeader(CONTENT, content);
    response.setHeader("Permissions-Policy", NO_FEATURE);
    // With no-referrer some requests of the pages themselves would have the origin "null".
    response.setHeader("Referrer-Policy", "same-origin");
  }
}
