/** Tests that attack a running server or observe its traffic. */
package org.securechat.it.attack;
