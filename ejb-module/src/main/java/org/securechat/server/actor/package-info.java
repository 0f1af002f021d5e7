/**
 * Administration: who may administer, what they may do, and how the beans refuse them.
 *
 * <p>Services take the {@link org.securechat.server.actor.Actor} on whose behalf they act, so that
 * what they record names a person and not a thread.
 */
package org.securechat.server.actor;
