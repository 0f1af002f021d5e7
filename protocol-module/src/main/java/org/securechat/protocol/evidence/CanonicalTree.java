package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The canonical text of any payload (PROTOCOL.md §8.1), with the fields in the order in which they
 * were read: objects, lists, texts, {@code true}, {@code false}, and integers from 0 to 2^53-1.
 */
final class CanonicalTree {
  private static final long MAX_INTEGER = (1L << 53) - 1;

  private CanonicalTree() {}

  /**
   * @throws EvidenceException if it holds a value of another kind
   */
  static byte[] bytes(ObjectNode json) throws EvidenceException {
    StringBuilder text = new StringBuilder(256);
    write(json, text);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonNode node, StringBuilder text) throws EvidenceException {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, text);
      case ARRAY -> writeList(node, text);
      case STRING -> CanonicalJson.quote(node.textValue(), text);
      case BOOLEAN -> text.append(node.booleanValue());
      case NUMBER -> writeNumber(node, text);
      case NULL, BINARY, MISSING, POJO -> throw new EvidenceException("a value of no known kind");
    }
  }

  private static void writeObject(JsonNode object, StringBuilder text) throws EvidenceException {
    text.append('{');
    boolean first = true;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      text.append(first ? "" : ",");
      CanonicalJson.quote(field.getKey(), text);
      text.append(':');
      write(field.getValue(), text);
      first = false;
    }
    text.append('}');
  }

  private static void writeList(JsonNode list, StringBuilder text) throws EvidenceException {
    text.append('[');
    for (int i = 0; i < list.size(); i++) {
      text.append(i == 0 ? "" : ",");
      write(list.get(i), text);
    }
    text.append(']');
  }

  private static void writeNumber(JsonNode number, StringBuilder text) throws EvidenceException {
    if (!number.isIntegralNumber()
        || !number.canConvertToLong()
        || number.longValue() < 0
        || number.longValue() > MAX_INTEGER) {
      throw new EvidenceException("a number that is no integer from 0 to 2^53-1");
    }
    text.append(number.longValue());
  }
}
