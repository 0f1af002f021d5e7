package org.securechat.server.config;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import javax.sql.DataSource;
import org.securechat.connector.contract.Gateway;

/**
 * Makes injectable what the container keeps under a name only. It is the one place that names them;
 * every other class takes them by its constructor.
 *
 * <p>A server of Jakarta EE 11 has beans of its own for the entity manager and for the executors,
 * one of Jakarta EE 10 has none. As an alternative with a priority, this class comes first where
 * both are there, so that the archive runs on both (ADR 0023).
 */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
@SuppressWarnings("UnusedVariable") // The container reads the fields.
public class ContainerResources {

  @Produces
  @Resource(lookup = "java:app/jdbc/securechat")
  private DataSource database;

  @Produces
  @Resource(lookup = "java:app/securechat/gateway")
  private Gateway gateway;

  @Produces
  @PersistenceContext(unitName = "securechat")
  private EntityManager entities;

  @Produces @Resource private ManagedThreadFactory threads;

  @Produces @Resource private ManagedExecutorService executor;
}
