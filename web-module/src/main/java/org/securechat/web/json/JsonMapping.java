package org.securechat.web.json;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/**
 * One mapping for all resources: members in {@code snake_case} as in the chat protocol, absent
 * rather than null, and none that is not known, because a misspelt one would else be ignored.
 */
@Provider
public class JsonMapping implements ContextResolver<Jsonb> {

  /** Of Yasson, the implementation in Payara; another one would ignore it. */
  private static final String FAIL_ON_UNKNOWN = "jsonb.fail-on-unknown-properties";

  private final Jsonb jsonb = create();

  /** The mapping, for what is written elsewhere than in an answer. */
  public static Jsonb create() {
    return JsonbBuilder.create(
        new JsonbConfig()
            .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
            .withNullValues(false)
            .withAdapters(new TimeAdapter())
            .setProperty(FAIL_ON_UNKNOWN, true));
  }

  @Override
  public Jsonb getContext(Class<?> type) {
    return jsonb;
  }
}
