package org.securechat.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The vector files, which are the same for every language. */
public final class Vectors {
  private Vectors() {}

  /** The elements of a list in a file under {@code vectors/}; there is at least one. */
  public static Stream<JsonNode> cases(String file, String... path) {
    JsonNode cases = node(file, path);
    if (cases.isEmpty()) {
      throw new IllegalStateException(file + " has no " + String.join(" ", path));
    }
    return StreamSupport.stream(cases.spliterator(), false);
  }

  /** The files of a folder under {@code vectors/}, a case each; there is at least one. */
  public static Stream<JsonNode> files(String folder) {
    try (Stream<Path> files =
        Files.list(Path.of(Vectors.class.getResource("/vectors/" + folder).toURI()))) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      if (names.isEmpty()) {
        throw new IllegalStateException(folder + " has no cases");
      }
      return names.stream().map(name -> node(folder + "/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What stands in a file under {@code vectors/}. */
  public static JsonNode node(String file, String... path) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      JsonNode node = new ObjectMapper().readTree(in);
      for (String field : path) {
        node = node.get(field);
      }
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of a case that has a {@code text}, or {@code hex} where they are no text. */
  public static byte[] document(JsonNode node) {
    return node.has("text")
        ? node.get("text").textValue().getBytes(StandardCharsets.UTF_8)
        : hex(node, "hex");
  }

  /** The bytes of a hexadecimal field. */
  public static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).textValue());
  }
}
