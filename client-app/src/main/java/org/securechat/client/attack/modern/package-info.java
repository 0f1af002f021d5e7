/**
 * Attacks by the modern protocol, one class for each family. {@link
 * org.securechat.client.attack.modern.Scenarios} lists them all.
 */
package org.securechat.client.attack.modern;
