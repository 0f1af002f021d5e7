/** The forms of names of users and rooms (PROTOCOL.md §1), which all other packages know. */
package org.securechat.protocol.name;
