package org.securechat.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.server.actor.Role;
import org.securechat.server.actor.Roles;
import org.securechat.web.openapi.Operations;

/** ADMIN-API.md: a caller without the right learns nothing else of a request. */
class OperationTableTest {
  private static final OperationTable TABLE = OperationTable.of(List.of(Things.class));

  @Path("/things")
  @RolesAllowed(Roles.AUDITOR)
  @SuppressWarnings("unused") // read by reflection
  private static final class Things {
    @GET
    void list() {}

    @POST
    @Consumes("application/json")
    @RolesAllowed(Roles.ADMINISTRATOR)
    void create() {}

    @GET
    @Path("/{id: [0-9a-f]{4}}/parts")
    void parts() {}

    @POST
    @Path("{id}/close")
    @RolesAllowed(Roles.ADMINISTRATOR)
    void close() {}
  }

  @ParameterizedTest
  @CsvSource({
    "GET, things, auditor, true",
    "HEAD, things, auditor, true",
    "GET, things, operator, false",
    "GET, things/, operator, false",
    "GET, //things;v=1, operator, false",
    "POST, things, auditor, false",
    "POST, things, administrator, true",
    "DELETE, things, operator, false",
    "DELETE, things, auditor, true",
    "GET, things/7/close, auditor, false",
    "GET, things/7/close, administrator, true",
    "PATCH, things/00ff/parts, operator, false",
    "PATCH, things/00ff/parts, auditor, true",
    "GET, things/00ff/nothing, operator, true",
    "GET, elsewhere, operator, true"
  })
  void whoMayBeToldOfWhatIsAtAPath(String verb, String path, String role, boolean told) {
    assertThat(TABLE.mayBeTold(verb, path, Set.of(role))).isEqualTo(told);
  }

  @Test
  void everyOperationIsClosedToTheRolesItDoesNotName() throws IOException {
    Map<String, Operations.Operation> all = Operations.all();
    OperationTable table =
        OperationTable.of(
            all.values().stream()
                .<Class<?>>map(operation -> operation.method().getDeclaringClass())
                .collect(Collectors.toSet()));
    all.forEach((name, operation) -> {
      String[] words = name.split(" ", -1);
      String path = words[1].replaceAll("\\{\\w+}", "0".repeat(64));
      for (Role role : Role.values()) {
        assertThat(table.mayBeTold(words[0], path, Set.of(role.wireName())))
            .as("%s by %s", name, role.wireName())
            .isEqualTo(operation.roles().contains(role.wireName()));
      }
    });
  }
}
