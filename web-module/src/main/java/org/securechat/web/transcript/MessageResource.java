package org.securechat.web.transcript;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.protocol.name.Names;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Roles;
import org.securechat.server.admin.export.TranscriptSearch;
import org.securechat.server.admin.export.TranscriptSearch.Question;
import org.securechat.server.limit.Searches;
import org.securechat.server.search.SearchPage;
import org.securechat.server.search.Wording;
import org.securechat.web.page.Cursor;
import org.securechat.web.page.Page;
import org.securechat.web.page.TimeParameter;
import org.securechat.web.security.Caller;

/**
 * {@code /rooms/{room}/messages}. The class has the path that the rooms themselves have: of two
 * that differ, only the longer would be looked at.
 */
@Path("/rooms")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MessageResource {
  private static final String NEWEST = "newest";
  private static final String OLDEST = "oldest";

  private final TranscriptSearch messages;
  private final Searches searches;
  private final Caller caller;

  /** For the container's proxy. */
  public MessageResource() {
    this(null, null, null);
  }

  @Inject
  public MessageResource(TranscriptSearch messages, Searches searches, Caller caller) {
    this.messages = messages;
    this.searches = searches;
    this.caller = caller;
  }

  @GET
  @Path("/{room}/messages")
  @RolesAllowed({Roles.ADMINISTRATOR, Roles.AUDITOR})
  public MessagePage find(
      @PathParam("room") String room,
      @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
      @QueryParam("after") String after,
      @QueryParam("q") @Size(min = 1, max = Wording.MAX_LENGTH) String words,
      @QueryParam("user") @Size(min = 1, max = Names.MAX_USERNAME) String user,
      @QueryParam("since") String since,
      @QueryParam("until") String until,
      @QueryParam("order") @DefaultValue(OLDEST) String order) {
    Question question =
        new Question(
            Optional.ofNullable(words),
            Optional.ofNullable(user),
            TimeParameter.range(since, until),
            isNewestFirst(order),
            place(after),
            limit);
    SearchPage page =
        searches.run(caller.name(), () -> messages.find(room, question, caller.actor()));
    return new MessagePage(
        page.hits().stream().map(MessageView::of).toList(),
        page.more() ? Cursor.encode(Long.toString(page.searchedTo())) : null,
        page.searchedTo());
  }

  private static boolean isNewestFirst(String order) {
    return switch (order) {
      case NEWEST -> true;
      case OLDEST -> false;
      default -> throw AdministrationException.invalid("order", "is oldest or newest");
    };
  }

  private static OptionalLong place(String after) {
    Optional<String> place = Cursor.decode(after);
    if (place.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!place.get().matches("[1-9][0-9]{0,15}")) {
      throw AdministrationException.invalid("after", "is not the 'next' of a previous page");
    }
    return OptionalLong.of(Long.parseLong(place.get()));
  }
}
