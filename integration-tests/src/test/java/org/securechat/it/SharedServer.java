package org.securechat.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out the one test bed that all tests share that neither stop nor kill a server. It is
 * started for the first of them and stopped after the last test of the run.
 */
final class SharedServer implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestBed.class;
  }

  @Override
  public TestBed resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Resource.class, type -> new Resource(TestBed.started()), Resource.class)
        .bed;
  }

  private record Resource(TestBed bed) implements AutoCloseable {
    @Override
    public void close() {
      bed.close();
    }
  }
}
