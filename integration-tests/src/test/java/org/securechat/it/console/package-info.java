/** The console in a real browser, against the real server. */
package org.securechat.it.console;
