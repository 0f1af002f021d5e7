/** Options and output that several commands share, and what a group of commands does by itself. */
package org.securechat.client.command.options;
