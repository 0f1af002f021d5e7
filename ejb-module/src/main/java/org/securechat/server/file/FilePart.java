package org.securechat.server.file;

/**
 * A part of a content.
 *
 * @param size bytes of the whole content
 * @param bytes not copied, and not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // see above
public record FilePart(long size, byte[] bytes) {}
