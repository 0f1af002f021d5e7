package org.securechat.server.config;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;

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
    maxPoolSize = 32)
public class DatabaseResource {}
