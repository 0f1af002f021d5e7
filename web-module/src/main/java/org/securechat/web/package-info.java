/**
 * The administration interface: JAX-RS resources under {@code /api/v1}, by subject in packages of
 * their own. A resource translates between HTTP and a service of the beans and decides nothing.
 */
package org.securechat.web;
