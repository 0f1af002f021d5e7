/**
 * What client and server send each other in an established channel: requests with an {@code id},
 * answers with {@code re}, and pushes without a request. One codec for each direction.
 *
 * <p>Whatever a codec returns has the right types and lengths; whether it is allowed is for the
 * server to decide. Unknown fields are ignored, unknown types are not.
 */
package org.securechat.protocol.application;
