package org.securechat.server.lifecycle;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: connections are accepted and the database answers. */
@Readiness
@ApplicationScoped
public class Accepting implements HealthCheck {

  private static final int DATABASE_SECONDS = 2;

  @Resource(lookup = "java:app/jdbc/securechat")
  private DataSource dataSource;

  @Inject private ServerState state;

  @Override
  public HealthCheckResponse call() {
    boolean database = databaseAnswers();
    return HealthCheckResponse.named("chat")
        .status(state.isAccepting() && database)
        .withData("accepting", state.isAccepting())
        .withData("database", database)
        .build();
  }

  private boolean databaseAnswers() {
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(DATABASE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }
}
