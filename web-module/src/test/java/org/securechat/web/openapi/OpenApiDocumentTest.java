package org.securechat.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.web.openapi.Document.list;
import static org.securechat.web.openapi.Document.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.securechat.web.page.QueryParameterNames;

/** The document says everything about everything there is, and nothing about anything else. */
class OpenApiDocumentTest {
  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{(\\w+)}");

  private final Document document = Document.parsed();
  private final Schemas schemas = new Schemas(document);

  @Test
  void itHasExactlyTheOperationsOfTheResources() throws IOException {
    assertThat(new TreeSet<>(document.operations().keySet()))
        .isEqualTo(new TreeSet<>(Operations.all().keySet()));
  }

  @TestFactory
  Stream<DynamicTest> everyOperationIsDescribed() throws IOException {
    Map<String, Operations.Operation> implemented = Operations.all();
    return document.operations().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () -> check(entry.getKey(), entry.getValue(), implemented.get(entry.getKey()))));
  }

  private void check(String name, Map<String, Object> operation, Operations.Operation implemented) {
    assertText(name + " summary", operation.get("summary"));
    assertText(name + " description", operation.get("description"));
    assertThat(list(operation.get("tags"))).as(name + " tags").hasSize(1);
    assertThat(list(operation.get("x-roles")).stream().map(Object::toString).toList())
        .as(name + " roles")
        .containsExactlyInAnyOrderElementsOf(implemented.roles());
    assertThat(document.root().get("security")).as("security of all operations").isNotNull();
    assertThat(operation).as(name + " does without security").doesNotContainKey("security");
    assertParameters(name, operation, implemented);
    assertThat(operation.containsKey("requestBody"))
        .as(name + " request body")
        .isEqualTo(implemented.takesBody());
    if (implemented.takesBody()) {
      assertExamples(name + " request", map(operation.get("requestBody")));
    }
    assertResponses(name, operation);
  }

  private void assertParameters(
      String name, Map<String, Object> operation, Operations.Operation implemented) {
    String path = name.substring(name.indexOf(' ') + 1);
    List<Object> parameters = new ArrayList<>(list(operation.get("parameters")));
    parameters.addAll(list(map(map(document.root().get("paths")).get(path)).get("parameters")));
    List<String> inPath = new ArrayList<>();
    List<String> inQuery = new ArrayList<>();
    for (Object node : parameters) {
      Map<String, Object> parameter = document.resolved(node);
      String where = name + " parameter " + parameter.get("name");
      assertText(where, parameter.get("description"));
      schemas.assertFits(where + " example", parameter.get("example"), parameter.get("schema"));
      if ("path".equals(parameter.get("in"))) {
        inPath.add(parameter.get("name").toString());
      }
      if ("query".equals(parameter.get("in"))) {
        inQuery.add(parameter.get("name").toString());
      }
    }
    assertThat(inQuery)
        .as(name + " query parameters")
        .containsExactlyInAnyOrderElementsOf(QueryParameterNames.of(implemented.method()));
    assertThat(inPath)
        .as(name + " path parameters")
        .containsExactlyInAnyOrderElementsOf(
            PATH_PARAMETER.matcher(path).results().map(r -> r.group(1)).toList());
  }

  private void assertResponses(String name, Map<String, Object> operation) {
    Map<String, Object> responses = map(operation.get("responses"));
    assertThat(responses).as(name + " without a login").containsKey("401");
    assertThat(responses.keySet()).as(name + " when it works").anyMatch(s -> s.startsWith("2"));
    responses.forEach((status, node) -> {
      Map<String, Object> response = document.resolved(node);
      String where = name + " " + status;
      assertText(where, response.get("description"));
      if (!status.equals("204")) {
        assertExamples(where, response);
      }
    });
  }

  private void assertExamples(String where, Map<String, Object> message) {
    Map<String, Object> content = map(message.get("content"));
    assertThat(content).as(where + " content").isNotEmpty();
    content.forEach((type, node) -> {
      Map<String, Object> form = map(node);
      Map<String, Object> schema = document.resolved(form.get("schema"));
      if ("binary".equals(schema.get("format"))) {
        return;
      }
      assertThat(form).as(where + " " + type).containsKey("example");
      schemas.assertFits(where + " example", form.get("example"), schema);
    });
  }

  private static void assertText(String where, Object text) {
    assertThat(text).as(where).isInstanceOf(String.class).asString().isNotBlank();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references =
        Pattern.compile("\\$ref: \"(#[^\"]+)\"")
            .matcher(OpenApiDocument.text())
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();

    assertThat(references).isNotEmpty();
    references.forEach(r -> assertThat(document.resolved(Map.of("$ref", r))).isNotEmpty());
  }
}
