/** What the tests of several modules share. It is in the test jar of this module. */
package org.securechat.testkit;
