package org.securechat.web.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.function.BiConsumer;

/** What every answer tells browsers and proxies: keep nothing, guess nothing, use TLS. */
@Provider
public class SecurityHeaders implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    add((name, value) -> response.getHeaders().putSingle(name, value));
  }

  static void add(BiConsumer<String, String> headers) {
    headers.accept("Cache-Control", "no-store");
    headers.accept("X-Content-Type-Options", "nosniff");
    headers.accept("Strict-Transport-Security", "max-age=31536000");
    headers.accept("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.accept("Referrer-Policy", "no-referrer");
  }
}
