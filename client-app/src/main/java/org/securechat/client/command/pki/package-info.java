/** The commands under {@code pki}. */
package org.securechat.client.command.pki;
