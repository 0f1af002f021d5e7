/** What a revocation list says of itself: what it is for, and whether all of it is understood. */
package org.securechat.protocol.identity.list;
