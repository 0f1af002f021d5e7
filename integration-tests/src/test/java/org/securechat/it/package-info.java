/**
 * Tests of the product as it is shipped: the real server process, started from the EAR, and the
 * real client jar, from outside.
 *
 * <p>Every server runs on ports of the system's choice and in a temporary folder. What the
 * processes said is attached to the failure of the test that they disappointed.
 */
package org.securechat.it;
