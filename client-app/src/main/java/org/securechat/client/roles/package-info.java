/** Who could do what in a room when, as its kept lines say. */
package org.securechat.client.roles;
