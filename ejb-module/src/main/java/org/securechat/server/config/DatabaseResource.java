package org.securechat.server.config;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import java.sql.Connection;

/**
 * The application's data source. Environment variables choose the database: {@code
 * SECURECHAT_DB_CLASS}, {@code SECURECHAT_DB_URL}, {@code SECURECHAT_DB_USER} and {@code
 * SECURECHAT_DB_PASSWORD}; the defaults, an embedded H2 in the data folder, are in {@code
 * META-INF/microprofile-config.properties}.
 */
@Singleton
@DataSourceDefinition(
    name = "java:app/jdbc/securechat",
    className = "${MPCONFIG=securechat.db.class}",
    url = "${MPCONFIG=securechat.db.url}",
    user = "${MPCONFIG=securechat.db.user}",
    password = "${MPCONFIG=securechat.db.password}",
    minPoolSize = 2,
    maxPoolSize = 32,
    // InnoDB's own choice would also lock the gaps where rows are looked for that are not there, so
    // that servers which begin rooms at once would wait for each other in a circle; and it would
    // show what there was when a transaction began to one that has waited for a lock since.
    isolationLevel = Connection.TRANSACTION_READ_COMMITTED,
    properties = {
      // A connection is asked whether it lives before it is lent: after a restart of the database
      // every one in the pool is dead, and nothing else would ever replace them.
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname="
          + "org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
      "fish.payara.max-wait-time-in-millis=5000"
    })
public class DatabaseResource {}
