/**
 * The one strict reading of JSON that every document of the protocol goes through.
 *
 * <p>Two parties that read the same bytes differently can be played against each other, so
 * everything on which JSON parsers are known to differ is refused: duplicate keys, trailing bytes,
 * encodings other than UTF-8, malformed UTF-8, unpaired surrogates, numbers that are not plain
 * integers. Unknown fields are ignored, because that is how the protocol grows.
 */
package org.securechat.protocol.json;
