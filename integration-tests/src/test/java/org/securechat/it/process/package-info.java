/** Starts and observes the processes of a test: servers, clients, asadmin and jcmd. */
package org.securechat.it.process;
