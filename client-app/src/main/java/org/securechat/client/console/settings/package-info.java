/** What the user has chosen for the console, and the file that it is kept in. */
package org.securechat.client.console.settings;
