/**
 * Certificates that are replaced while the server runs: how their files are watched, and what a
 * look at them can bring. Whoever uses a certificate judges the new one itself.
 */
package org.securechat.server.renewal;
