/** To listen to a room again and again, so that each of its lines is told once. */
package org.securechat.client.listening;
