/** Brings the database to the schema this server was built for. */
package org.securechat.server.schema;
