/** The commands as they are typed: options, output and exit codes; the work is done elsewhere. */
package org.securechat.client.command;
