/**
 * Bounds for the listener of the administration, which is Payara's: how many connections, and for
 * how long a request may arrive.
 */
package org.securechat.launcher.listener;
