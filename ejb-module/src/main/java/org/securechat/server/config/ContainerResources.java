package org.securechat.server.config;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;
import org.securechat.connector.contract.Gateway;

/**
 * Makes injectable what the container keeps under a name only. It is the one place that names them;
 * every other class takes them by its constructor.
 */
@ApplicationScoped
@SuppressWarnings("UnusedVariable") // The container reads the fields.
public class ContainerResources {

  @Produces
  @Resource(lookup = "java:app/jdbc/securechat")
  private DataSource database;

  @Produces
  @Resource(lookup = "java:app/securechat/gateway")
  private Gateway gateway;
}
