/**
 * What a user does with a server: logging in, talking, and checking every line that comes back
 * against the ones before it and the sender's certificate. Nothing a server says about a message is
 * believed; what does not hold is shown as what it is.
 */
package org.securechat.client.session;
