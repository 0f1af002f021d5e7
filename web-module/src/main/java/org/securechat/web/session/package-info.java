/** The chat sessions that are open, as operators see and end them. */
package org.securechat.web.session;
