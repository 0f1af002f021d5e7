/**
 * Well-behaved clients of the modern protocol, from which an attack starts or which it must not
 * disturb.
 */
package org.securechat.client.attack.client;
