/**
 * {@code admin}: the administration interface at the console. Each class is a subject, each of its
 * methods a command.
 */
package org.securechat.client.command.admin;
