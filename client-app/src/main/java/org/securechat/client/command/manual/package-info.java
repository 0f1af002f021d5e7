/**
 * What is made from the commands themselves: their manual pages, and the completion of shells. It
 * knows no command, only picocli's description of one.
 */
package org.securechat.client.command.manual;
