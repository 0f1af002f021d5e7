/**
 * The console in the browser: its files, and what it has to know before anybody has logged in. The
 * pages themselves are of another module; all that they show comes from the interface under {@code
 * /api/v1}.
 */
package org.securechat.web.console;
