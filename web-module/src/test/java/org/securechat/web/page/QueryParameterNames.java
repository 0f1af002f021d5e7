package org.securechat.web.page;

import java.lang.reflect.Method;
import java.util.Set;

/** Opens to other packages' tests which query parameters an operation takes. */
public final class QueryParameterNames {
  private QueryParameterNames() {}

  public static Set<String> of(Method operation) {
    return QueryRule.parameters(operation).keySet();
  }
}
