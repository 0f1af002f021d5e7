package org.securechat.web;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.securechat.server.lifecycle.ServerLifecycle;

/**
 * Stops the server while it still can write: of all that an application is told of its end, this
 * comes first. Payara takes the data source and the names of the beans away before it destroys the
 * singletons.
 */
@WebListener
public class OrderlyStop implements ServletContextListener {

  private final ServerLifecycle lifecycle;

  @Inject
  public OrderlyStop(ServerLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    lifecycle.stop();
  }
}
