/** Bounds that several packages need: what is remembered, how often, and how soon again. */
package org.securechat.server.limit;
