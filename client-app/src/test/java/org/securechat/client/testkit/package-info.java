/**
 * What the tests of the client and the integration tests share. It is in the test jar of this
 * module.
 */
package org.securechat.client.testkit;
