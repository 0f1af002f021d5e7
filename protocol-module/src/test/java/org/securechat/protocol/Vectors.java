package org.securechat.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The vector files, which are the same for every language. */
public final class Vectors {
  private Vectors() {}

  /** The elements of a list in a file under {@code vectors/}; there is at least one. */
  public static Stream<JsonNode> cases(String file, String list) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      JsonNode cases = new ObjectMapper().readTree(in).get(list);
      if (cases.isEmpty()) {
        throw new IllegalStateException(file + " has no " + list);
      }
      return StreamSupport.stream(cases.spliterator(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a hexadecimal field. */
  public static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).textValue());
  }
}
