package org.securechat.it.testbed;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands out the one test bed that all tests share that neither stop nor kill a server, and the
 * OpenID provider whose tokens its server takes. Both are started for the first of them and stopped
 * after the last test of the run.
 */
final class SharedServer implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedServer.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestBed.class || type == OpenIdProvider.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Resource shared =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Resource.class, type -> Resource.started(), Resource.class);
    return parameter.getParameter().getType() == TestBed.class ? shared.bed : shared.provider;
  }

  private record Resource(TestBed bed, OpenIdProvider provider) implements AutoCloseable {

    static Resource started() {
      Resource resource = new Resource(TestBed.prepared(), new OpenIdProvider(Folders.create()));
      try {
        resource.provider.settings().forEach(resource.bed::with);
        resource.bed.with("SECURECHAT_RETENTION_INTERVAL", "PT2S").start();
        return resource;
      } catch (RuntimeException | AssertionError e) {
        resource.close();
        throw e;
      }
    }

    @Override
    public void close() {
      bed.close();
      provider.close();
    }
  }
}
