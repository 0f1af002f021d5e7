package org.securechat.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads and writes the protocol's JSON (RFC 8259, as PROTOCOL.md §1 narrows it). Thread-safe.
 *
 * <p>The field readers insist on presence, type and bound in one call, so that a codec cannot read
 * a field without having decided how long it may be.
 */
public final class Json {
  /** Bytes of the longest document; what fits into a frame is never longer. */
  public static final int MAX_LENGTH = 65_536;

  /** Objects and arrays may be nested this deep; the protocol itself needs three levels. */
  public static final int MAX_DEPTH = 16;

  private static final int MAX_NAME_LENGTH = 64;

  /** The configured mapper. Do not change its configuration. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(MAX_NAME_LENGTH)
                          .maxNumberLength(JsonText.MAX_NUMBER_LENGTH)
                          .maxStringLength(MAX_LENGTH)
                          .build())
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final ObjectReader TREE = MAPPER.readerFor(JsonNode.class);

  private Json() {}

  /**
   * Parses one JSON object.
   *
   * @param document UTF-8, at most {@link #MAX_LENGTH} bytes
   * @return the object; never null
   * @throws JsonException for everything else
   */
  public static ObjectNode parse(byte[] document) throws JsonException {
    if (document.length > MAX_LENGTH) {
      throw new JsonException("document is longer than " + MAX_LENGTH + " bytes");
    }
    // PROTOCOL.md §1: a receiver MUST refuse bytes that are not well-formed UTF-8. Not left to the
    // parser: the parser guesses UTF-16 and UTF-32 and tolerates
    // overlong forms and encoded surrogates.
    String text = utf8(document);
    JsonText.check(text);
    JsonNode node;
    try {
      node = TREE.readTree(text);
    } catch (JsonProcessingException e) {
      throw new JsonException(
          "not acceptable JSON at character " + (e.getLocation() == null ? "?" : place(e)));
    }
    if (!(node instanceof ObjectNode object)) {
      throw new JsonException("not a JSON object");
    }
    return object;
  }

  /**
   * Writes compact UTF-8.
   *
   * @param document a tree, a map or a bean
   * @return its bytes
   * @throws IllegalArgumentException if it cannot be written, which is a fault of the program
   */
  public static byte[] write(Object document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  /** An empty object to fill. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Whether the field is there and not null. */
  public static boolean has(JsonNode object, String field) {
    return object.hasNonNull(field);
  }

  /**
   * A required string.
   *
   * @param maxLength in UTF-16 code units
   * @throws JsonException if it is missing, no string, or longer
   */
  public static String text(JsonNode object, String field, int maxLength) throws JsonException {
    return text(required(object, field), maxLength, field);
  }

  /**
   * A required integer within bounds, written without fraction or exponent.
   *
   * @throws JsonException if it is missing, no integer or out of bounds
   */
  public static long number(JsonNode object, String field, long min, long max)
      throws JsonException {
    JsonNode node = required(object, field);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new JsonException(field + " is not an integer");
    }
    long number = node.longValue();
    if (number < min || number > max) {
      throw new JsonException(field + " is out of bounds");
    }
    return number;
  }

  /**
   * A required boolean.
   *
   * @throws JsonException if it is missing or no boolean
   */
  public static boolean flag(JsonNode object, String field) throws JsonException {
    JsonNode node = required(object, field);
    if (!node.isBoolean()) {
      throw new JsonException(field + " is not a boolean");
    }
    return node.booleanValue();
  }

  /**
   * Required bytes of an exact length.
   *
   * @throws JsonException if they are missing, not canonical base64, or of another length
   */
  public static byte[] base64(JsonNode object, String field, int length) throws JsonException {
    byte[] bytes = base64UpTo(object, field, length);
    if (bytes.length != length) {
      throw new JsonException(field + " is not " + length + " bytes");
    }
    return bytes;
  }

  /**
   * Required bytes of a bounded length.
   *
   * @throws JsonException if they are missing, not canonical base64 (RFC 4648 section 4, with
   *     padding, unused bits zero), or longer
   */
  public static byte[] base64UpTo(JsonNode object, String field, int maxLength)
      throws JsonException {
    return decode(required(object, field), field, maxLength);
  }

  /**
   * As {@link #base64UpTo}, and at least one byte.
   *
   * @throws JsonException also if they are empty
   */
  public static byte[] someBase64(JsonNode object, String field, int maxLength)
      throws JsonException {
    byte[] bytes = base64UpTo(object, field, maxLength);
    if (bytes.length == 0) {
      throw new JsonException(field + " is empty");
    }
    return bytes;
  }

  /**
   * A required list of bounded byte strings, such as a certificate chain.
   *
   * @throws JsonException if it is missing, no list, has more elements, or one is not acceptable
   */
  public static List<byte[]> base64List(
      JsonNode object, String field, int maxElements, int maxLength) throws JsonException {
    List<byte[]> list = new ArrayList<>();
    for (JsonNode element : list(object, field, maxElements)) {
      list.add(decode(element, field, maxLength));
    }
    return list;
  }

  /**
   * A required list of bounded strings.
   *
   * @throws JsonException if it is missing, no list, has more elements, or one is not acceptable
   */
  public static List<String> texts(JsonNode object, String field, int maxElements, int maxLength)
      throws JsonException {
    List<String> list = new ArrayList<>();
    for (JsonNode element : list(object, field, maxElements)) {
      list.add(text(element, maxLength, field));
    }
    return list;
  }

  /**
   * A required list of anything.
   *
   * @throws JsonException if it is missing, no list, or has more elements
   */
  public static JsonNode list(JsonNode object, String field, int maxElements) throws JsonException {
    JsonNode node = required(object, field);
    if (!node.isArray()) {
      throw new JsonException(field + " is not a list");
    }
    if (node.size() > maxElements) {
      throw new JsonException(field + " has more than " + maxElements + " elements");
    }
    return node;
  }

  /**
   * A required object.
   *
   * @throws JsonException if it is missing or no object
   */
  public static ObjectNode object(JsonNode object, String field) throws JsonException {
    if (!(required(object, field) instanceof ObjectNode inner)) {
      throw new JsonException(field + " is not an object");
    }
    return inner;
  }

  /** RFC 4648 section 4, with padding. */
  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static JsonNode required(JsonNode object, String field) throws JsonException {
    JsonNode node = object.get(field);
    if (node == null || node.isNull()) {
      throw new JsonException(field + " is missing");
    }
    return node;
  }

  private static String text(JsonNode node, int maxLength, String field) throws JsonException {
    if (!node.isTextual()) {
      throw new JsonException(field + " is not a string");
    }
    String text = node.textValue();
    if (text.length() > maxLength) {
      throw new JsonException(field + " is longer than " + maxLength);
    }
    return text;
  }

  private static byte[] decode(JsonNode node, String field, int maxLength) throws JsonException {
    String text = text(node, (maxLength + 2) / 3 * 4, field);
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new JsonException(field + " is not base64");
    }
    // PROTOCOL.md §1: base64 that is not canonical is refused. The decoder forgives missing padding
    // and set unused bits; then two texts would mean one
    // value.
    if (!base64(bytes).equals(text)) {
      throw new JsonException(field + " is not canonical base64");
    }
    if (bytes.length > maxLength) {
      throw new JsonException(field + " is longer than " + maxLength + " bytes");
    }
    return bytes;
  }

  private static String utf8(byte[] document) throws JsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("not UTF-8");
    }
  }

  private static String place(JsonProcessingException e) {
    return Long.toString(e.getLocation().getCharOffset());
  }
}
