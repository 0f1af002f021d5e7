/**
 * The environment of the tests: the shared server, its users and certificates, and stand-ins for
 * outside services.
 */
package org.securechat.it.testbed;
