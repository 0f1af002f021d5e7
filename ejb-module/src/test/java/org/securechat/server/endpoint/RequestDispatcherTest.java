package org.securechat.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.protocol.application.Answer.BlockedAnswer;
import org.securechat.protocol.application.Answer.CertificateAnswer;
import org.securechat.protocol.application.Answer.FileAnswer;
import org.securechat.protocol.application.Answer.FileOffsetAnswer;
import org.securechat.protocol.application.Answer.FileStateAnswer;
import org.securechat.protocol.application.Answer.HistoryAnswer;
import org.securechat.protocol.application.Answer.InvitationsAnswer;
import org.securechat.protocol.application.Answer.KdfAnswer;
import org.securechat.protocol.application.Answer.RevocationListAnswer;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Answer.RoomsAnswer;
import org.securechat.protocol.application.Answer.SearchAnswer;
import org.securechat.protocol.application.Answer.WhoAnswer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.Failure;
import org.securechat.protocol.application.ServerMessage.ReceiptMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.AuthenticationService;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.audit.AuditSettings;
import org.securechat.server.chat.ChatAccess;
import org.securechat.server.chat.InvitationService;
import org.securechat.server.chat.LoginService;
import org.securechat.server.chat.MemberSearch;
import org.securechat.server.chat.MembershipService;
import org.securechat.server.chat.MessageService;
import org.securechat.server.chat.ModerationRequests;
import org.securechat.server.chat.RequestOutcome;
import org.securechat.server.chat.RoomFiles;
import org.securechat.server.chat.RoomQueries;
import org.securechat.server.chat.SessionReceipts;
import org.securechat.server.chat.TranscriptQueries;
import org.securechat.server.chat.UnsettledSessions;
import org.securechat.server.chat.UserSession;
import org.securechat.server.cluster.ClusterSessions;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.delivery.Subscriber;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.ConnectionState.Leaving;
import org.securechat.server.endpoint.ConnectionState.LoggedIn;
import org.securechat.server.limit.Lanes;
import org.securechat.server.metrics.ChatMetrics;
import org.securechat.server.metrics.Metrics;
import org.securechat.server.testing.Refusal;
import org.securechat.server.testing.TestPeer;

/** PROTOCOL.md 13.1, column "Application": every request in every state that serves requests. */
class RequestDispatcherTest {
  private final TestPeer peer = new TestPeer("alice");
  private final Authenticated authenticated = new Authenticated(peer.connection());
  private final LoggedIn loggedIn =
      new LoggedIn(peer.connection(), ChatAccess.session("alice", peer.connection()));

  /** Which service was called, in order. */
  private final List<String> calls = new ArrayList<>();

  private final List<AuditEvent> audited = new ArrayList<>();
  private RuntimeException failure;
  private RequestOutcome pending;

  private final RequestResults results = new RequestResults(new ChatMetrics(new Metrics()));
  private final UnsettledSessions sessions = new UnsettledSessions(ClusterSessions.alone());
  private final RequestDispatcher dispatcher =
      new RequestDispatcher(
          new RequestsBeforeLogin(
              new Accounts(),
              new Logins(),
              sessions,
              new AccessAudit(new Audit(), new AuditSettings(true)),
              results),
          new RequestsAfterLogin(
              new Messages(),
              new Memberships(),
              new Invited(),
              new Moderated(),
              new Rooms(),
              new Transcripts(),
              new Found(),
              new Receipts(),
              new Files(),
              results),
          results,
          new RequestLanes(new Lanes((Executor) Runnable::run, Clock.systemUTC())),
          new Deliveries(),
          sessions);

  static List<Request> onlyBeforeLogin() {
    return List.of(
        new Request.Kdf(1, "alice"),
        new Request.Register(
            1, "alice", new byte[16], KdfParameters.DEFAULT, SecretBytes.random(32)),
        new Request.Login(1, "alice", Optional.of(SecretBytes.random(32))));
  }

  static List<Request> onlyAfterLogin() {
    TestPeer alice = new TestPeer("alice");
    return List.of(
        new Request.Rooms(1),
        new Request.RoomRequest(1, "lobby"),
        new Request.Who(1, "lobby"),
        new Request.Join(1, "lobby"),
        new Request.Leave(1, "lobby"),
        new Request.Create(1, "lobby", Visibility.PUBLIC),
        new Request.Invite(1, "lobby", "bob"),
        new Request.Moderate(
            1, "lobby", ModerationPayload.Event.KICKED, "bob", "", OptionalLong.empty()),
        new Request.Invitations(1, Optional.empty(), 10),
        new Request.Decline(1, "lobby"),
        new Request.Block(1, "bob"),
        new Request.Unblock(1, "bob"),
        new Request.Blocked(1, Optional.empty(), 10),
        new Request.Direct(1, "bob"),
        new Request.Send(1, "lobby", alice.signed("lobby", "alice", 1)),
        new Request.RevocationListRequest(1, "00".repeat(32), 0),
        new Request.FileBegin(1, "lobby", "00".repeat(32), 7),
        new Request.FilePart(1, "lobby", "00".repeat(32), 0, new byte[] {1}),
        new Request.FileEnd(1, "lobby", "00".repeat(32)),
        new Request.FileContent(1, "lobby", "00".repeat(32), 0),
        new Request.History(1, "lobby", 0, 10),
        new Request.Search(
            1, "lobby", Optional.of("words"), Optional.empty(), OptionalLong.empty(), 10),
        new Request.CertificateRequest(1, "00".repeat(32)),
        new Request.ReceiptRequest(1, "lobby"),
        new Request.Countersign(1, new byte[] {1}, new byte[] {1}));
  }

  @Test
  void everyRequestIsAmongTheOnesTestedHere() {
    List<Request.Type> tested = new ArrayList<>(List.of(Request.Type.PING, Request.Type.BYE));
    onlyBeforeLogin().forEach(request -> tested.add(request.type()));
    onlyAfterLogin().forEach(request -> tested.add(request.type()));

    assertThat(tested).containsExactlyInAnyOrder(Request.Type.values());
  }

  @ParameterizedTest
  @MethodSource("onlyAfterLogin")
  @DisplayName("13.1: before a login everything else is not_logged_in, and no service is called")
  void refusesBeforeALogin(Request request) {
    assertThat(dispatch(authenticated, request)).isSameAs(authenticated);

    assertRefused(ErrorCode.NOT_LOGGED_IN);
    assertThat(calls).isEmpty();
    assertThat(audited).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("onlyBeforeLogin")
  @DisplayName("13.1: kdf, register and login after a login are bad_request")
  void refusesAfterALogin(Request request) {
    assertThat(dispatch(loggedIn, request)).isSameAs(loggedIn);

    assertRefused(ErrorCode.BAD_REQUEST);
    assertThat(calls).isEmpty();
    assertThat(audited).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("onlyAfterLogin")
  @DisplayName("13.1: after a login each request gets to its service")
  void servesAfterALogin(Request request) {
    assertThat(dispatch(loggedIn, request)).isSameAs(loggedIn);

    assertThat(calls).containsExactly(request.type().wireName());
  }

  @ParameterizedTest
  @MethodSource("onlyBeforeLogin")
  @DisplayName("13.1: before a login each account request gets to its service")
  void servesBeforeALogin(Request request) {
    dispatch(authenticated, request);

    assertThat(calls).first().isEqualTo(request.type().wireName());
  }

  @Test
  void aLoginLeadsToTheNextState() {
    assertThat(dispatch(authenticated, onlyBeforeLogin().get(2)))
        .isInstanceOfSatisfying(
            LoggedIn.class, state -> assertThat(state.userName()).contains("alice"));
    assertThat(calls).containsExactly("login", "open");
    assertThat(audited).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("onlyBeforeLogin")
  void aRefusedAccountRequestLeavesTheStateAsItIs(Request request) {
    failure = new Refusal("no");

    assertThat(dispatch(authenticated, request)).isSameAs(authenticated);

    assertRefused(ErrorCode.UNAVAILABLE);
  }

  @Test
  void pingIsAnsweredInBothStates() {
    assertThat(dispatch(authenticated, new Request.Ping(5))).isSameAs(authenticated);
    assertThat(dispatch(loggedIn, new Request.Ping(6))).isSameAs(loggedIn);

    assertThat(peer.messages()).hasSize(2).allMatch(Ok.class::isInstance);
  }

  @Test
  @DisplayName("13.1: bye before a login is answered and ends the connection")
  void byeBeforeALogin() {
    assertThat(dispatch(authenticated, new Request.Bye(1))).isInstanceOf(Leaving.class);

    assertThat(peer.wire().isOpen()).isFalse();
    assertThat(calls).isEmpty();
  }

  @Test
  @DisplayName("13.1: bye after a login leads to leaving; the receipts end the connection")
  void byeAfterALogin() {
    assertThat(dispatch(loggedIn, new Request.Bye(1))).isInstanceOf(Leaving.class);

    assertThat(peer.wire().isOpen()).isTrue();
    assertThat(calls).containsExactly("bye");
  }

  @Test
  void aMessageIsNotAnsweredUntilTheLedgerHasDecided() {
    dispatch(
        loggedIn,
        onlyAfterLogin().stream().filter(Request.Send.class::isInstance).findFirst().orElseThrow());
    assertThat(peer.messages()).isEmpty();

    pending.refused(new Refusal("the database is away"));

    assertRefused(ErrorCode.UNAVAILABLE);
  }

  @Test
  void whatIsNoRequestIsRefusedInBothStates() {
    byte[] noRequest = "{\"id\":3,\"type\":\"dance\"}".getBytes(StandardCharsets.UTF_8);

    assertThat(dispatch(authenticated, noRequest)).isSameAs(authenticated);
    assertThat(dispatch(loggedIn, noRequest)).isSameAs(loggedIn);

    assertThat(peer.messages())
        .hasSize(2)
        .allSatisfy(message -> {
          assertThat(((Failure) message).code()).isEqualTo(ErrorCode.BAD_REQUEST);
          assertThat(((Failure) message).re()).isEqualTo(3);
        });
  }

  @Test
  void aDefectIsUnavailableToThePeerWhoLearnsNoReason() {
    failure = new IllegalStateException("secret detail");

    assertThat(dispatch(loggedIn, new Request.Who(1, "lobby"))).isSameAs(loggedIn);

    Failure answer = (Failure) peer.messages().get(0);
    assertThat(answer.code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(answer.detail()).doesNotContain("secret");
  }

  @Test
  void theEndOfALoginEndsItsDeliveryAndNothingElse() {
    dispatcher.ended(authenticated);
    assertThat(calls).isEmpty();

    dispatcher.ended(loggedIn);
    assertThat(calls).containsExactly("disconnect");
  }

  private ConnectionState dispatch(ConnectionState.Serving state, Request request) {
    return dispatch(state, RequestCodec.write(request));
  }

  private ConnectionState dispatch(ConnectionState.Serving state, byte[] message) {
    AtomicReference<ConnectionState> after = new AtomicReference<>(state);
    dispatcher.dispatch(state, message, () -> null, after::set);
    return after.get();
  }

  private void assertRefused(ErrorCode code) {
    List<ServerMessage> messages = peer.messages();
    assertThat(messages).hasSize(1);
    assertThat(((Failure) messages.get(0)).code()).isEqualTo(code);
  }

  private void called(String service) {
    calls.add(service);
    if (failure != null) {
      throw failure;
    }
  }

  private final class Accounts extends AuthenticationService {
    @Override
    public KdfAnswer kdf(String user, PeerIdentity certificate, InetAddress address) {
      called("kdf");
      return new KdfAnswer(new byte[16], KdfParameters.DEFAULT);
    }

    @Override
    public AuthenticatedUser register(
        Request.Register request, PeerIdentity certificate, InetAddress address) {
      called("register");
      return new AuthenticatedUser(UUID.randomUUID(), request.username());
    }

    @Override
    public AuthenticatedUser login(
        Request.Login request, PeerIdentity certificate, InetAddress address) {
      called("login");
      return new AuthenticatedUser(UUID.randomUUID(), request.user());
    }
  }

  private final class Logins extends LoginService {
    @Override
    public UserSession open(SecureConnection connection, AuthenticatedUser user, long re) {
      called("open");
      return ChatAccess.session(user.username(), connection);
    }
  }

  private final class Messages extends MessageService {
    @Override
    public void send(UserSession session, Request.Send request, RequestOutcome outcome) {
      called("send");
      pending = outcome;
    }
  }

  private final class Memberships extends MembershipService {
    @Override
    public void create(UserSession session, Request.Create request) {
      called("create");
    }

    @Override
    public void join(UserSession session, Request.Join request) {
      called("join");
    }

    @Override
    public void leave(UserSession session, Request.Leave request) {
      called("leave");
    }

    @Override
    public void direct(UserSession session, Request.Direct request) {
      called("direct");
    }

    @Override
    public void invite(UserSession session, Request.Invite request) {
      called("invite");
    }
  }

  private final class Invited extends InvitationService {
    @Override
    public InvitationsAnswer open(UserSession session, Request.Invitations request) {
      called("invitations");
      return new InvitationsAnswer(List.of(), false);
    }

    @Override
    public void decline(UserSession session, Request.Decline request) {
      called("decline");
    }

    @Override
    public void block(UserSession session, Request.Block request) {
      called("block");
    }

    @Override
    public void unblock(UserSession session, Request.Unblock request) {
      called("unblock");
    }

    @Override
    public BlockedAnswer blocked(UserSession session, Request.Blocked request) {
      called("blocked");
      return new BlockedAnswer(List.of(), false);
    }
  }

  private final class Moderated extends ModerationRequests {
    @Override
    public void moderate(UserSession session, Request.Moderate request) {
      called("moderate");
    }
  }

  private final class Rooms extends RoomQueries {
    @Override
    public RoomAnswer find(UserSession session, Request.RoomRequest request) {
      called("room");
      return new RoomAnswer(
          new RoomInfo(
              request.room(),
              "00000000-0000-0000-0000-000000000001",
              Visibility.PUBLIC,
              true,
              0,
              "00".repeat(32)));
    }

    @Override
    public RoomsAnswer list(UserSession session, Request.Rooms request) {
      called("rooms");
      return new RoomsAnswer(List.of(), false);
    }

    @Override
    public WhoAnswer who(UserSession session, Request.Who request) {
      called("who");
      return new WhoAnswer(request.room(), List.of());
    }
  }

  private final class Transcripts extends TranscriptQueries {
    @Override
    public HistoryAnswer history(UserSession session, Request.History request) {
      called("history");
      return new HistoryAnswer(request.room(), List.of(), false);
    }

    @Override
    public CertificateAnswer certificate(Request.CertificateRequest request) {
      called("certificate");
      return new CertificateAnswer(request.sha256(), new byte[] {1}, List.of());
    }
  }

  private final class Found extends MemberSearch {
    @Override
    public SearchAnswer find(UserSession session, Request.Search request) {
      called("search");
      return new SearchAnswer(request.room(), List.of(), 1, false);
    }
  }

  private final class Files extends RoomFiles {
    @Override
    public FileOffsetAnswer begin(UserSession session, Request.FileBegin request) {
      called("file_begin");
      return new FileOffsetAnswer(0);
    }

    @Override
    public FileOffsetAnswer part(UserSession session, Request.FilePart request) {
      called("file_part");
      return new FileOffsetAnswer(1);
    }

    @Override
    public FileStateAnswer end(UserSession session, Request.FileEnd request) {
      called("file_end");
      return new FileStateAnswer(true);
    }

    @Override
    public FileAnswer content(UserSession session, Request.FileContent request) {
      called("file");
      return new FileAnswer(1, new byte[] {1});
    }
  }

  private final class Receipts extends SessionReceipts {
    @Override
    public RevocationListAnswer revocationList(Request.RevocationListRequest request) {
      called("revocation_list");
      return new RevocationListAnswer(request.sha256(), 1, new byte[] {1});
    }

    @Override
    public ReceiptMessage issue(UserSession session, Request.ReceiptRequest request) {
      called("receipt");
      return new ReceiptMessage(
          java.util.OptionalLong.of(request.id()), new byte[] {1}, new byte[] {1});
    }

    @Override
    public void countersign(UserSession session, Request.Countersign request) {
      called("countersign");
    }

    @Override
    public void leave(UserSession session, long re) {
      called("bye");
    }
  }

  private final class Deliveries extends Delivery {
    @Override
    public void disconnect(Subscriber subscriber) {
      called("disconnect");
    }
  }

  private final class Audit extends AuditLog {
    @Override
    public void later(AuditEvent event) {
      audited.add(event);
    }
  }
}
