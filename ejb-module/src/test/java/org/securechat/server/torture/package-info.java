/**
 * What a kill, a power cut, a full disk and a clock that jumps leave behind, opened again and
 * judged.
 *
 * <p>{@link org.securechat.server.torture.ServerLife} writes through the real ledger, the real H2
 * and the real job that signs heads, and says what it promised to whom. {@link
 * org.securechat.server.torture.RecordedDisk} knows what was written and what was forced; {@link
 * org.securechat.server.torture.PowerCut} chooses what of it is left. {@link
 * org.securechat.server.torture.Judge} starts a server on what is left and holds it to every
 * promise. By default a few images, {@code -Ptorture} as many as you like ({@link
 * org.securechat.server.torture.Torture} has the parameters).
 */
package org.securechat.server.torture;
