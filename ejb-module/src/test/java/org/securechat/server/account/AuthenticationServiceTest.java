package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.Answer.KdfAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.NameKind;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.StatedName;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.testing.TestDatabase;
import org.securechat.server.testing.TestIdentities;
import org.securechat.testkit.MutableClock;

class AuthenticationServiceTest {
  private static final PeerIdentity ALICE = TestIdentities.named("alice");
  private static final PeerIdentity BOB = TestIdentities.named("bob");
  private static final PeerIdentity BY_MAIL = TestIdentities.mailed("Carol@Example.org");
  private static final PeerIdentity BOTH = TestIdentities.mailed("dora", "dora@example.org");
  private static final int FAILURES = 100;
  private static final InetAddress HOME = InetAddress.getLoopbackAddress();
  private static final KdfParameters STRONG = new KdfParameters(65_536, 3, 2);
  private static final byte[] SALT = filled(StoredPassword.SALT_LENGTH, 7);
  private static final SecretBytes KEY = key(1);
  private static final SecretBytes WRONG = key(2);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final MutableClock clock = new MutableClock();
  private PasswordPolicy policy = PasswordPolicy.ALWAYS;
  private Set<NameKind> kinds = EnumSet.allOf(NameKind.class);
  private Users users;
  private AuthenticationService service;

  @BeforeEach
  void start() {
    users = TestUsers.on(database);
    service = newService();
  }

  private List<User> everybody() {
    return users.find(new UserSearch("", 100, Optional.empty(), Optional.empty()));
  }

  private AuthenticationService newService() {
    return new AuthenticationService(
        new JdbcUserLookup(database.dataSource()),
        new DecoyAccounts(database.perCall(ServerSecrets.class, JpaServerSecrets::new)),
        new LoginThrottle(clock, new AccountSettings(policy, kinds, FAILURES)),
        new AccountSettings(policy, kinds, FAILURES),
        TestUsers.registrations(users),
        clock);
  }

  @Test
  void whoRegistersCanLogInAfterARestart() {
    AuthenticatedUser registered = register("alice", ALICE);
    database.reopen();
    service = newService();

    assertThat(login("alice", KEY, ALICE)).isEqualTo(registered);
    refused(() -> login("Alice", KEY, ALICE), Reason.BAD_CREDENTIALS);
  }

  @Test
  void theDatabaseHoldsNothingToLogInWith() {
    AuthenticatedUser registered = register("alice", ALICE);

    byte[] stored =
        database.inTransaction(em ->
            (byte[])
                em.createNativeQuery("SELECT pwd_hash FROM users WHERE id = ?1")
                    .setParameter(1, registered.id().toString())
                    .getSingleResult());
    assertThat(stored).hasSize(32).isNotEqualTo(KEY.expose());
    refused(() -> login("alice", SecretBytes.copyOf(stored), ALICE), Reason.BAD_CREDENTIALS);
  }

  @Test
  void anAccountGetsNoNameThatTheCertificateDoesNotState() {
    refused(() -> register("alice", BOB), Reason.IDENTITY_MISMATCH);
    for (String other : List.of("ceo", "carol", "mallory@example.org", "carol@example.org.uk")) {
      AccountException refused = refused(() -> register(other, BY_MAIL), Reason.IDENTITY_MISMATCH);
      assertThat(refused.statedNames())
          .extracting(StatedName::toString)
          .containsExactly("somebody (common name)", "carol@example.org (mail address)");
    }
    assertThat(everybody()).isEmpty();
    assertThat(register("carol@example.org", BY_MAIL).username()).isEqualTo("carol@example.org");
  }

  @Test
  void everyNameOfACertificateIsOfOneUser() {
    AuthenticatedUser byMail = register("dora@example.org", BOTH);

    refused(() -> login("dora@example.org", KEY, BY_MAIL), Reason.IDENTITY_MISMATCH);
    refused(() -> login("dora", KEY, BOTH), Reason.BAD_CREDENTIALS);
    assertThat(login("dora@example.org", KEY, BOTH)).isEqualTo(byMail);
    assertThat(register("dora", BOTH)).isNotEqualTo(byMail);
  }

  @Test
  void aKindOfNameThatIsSwitchedOffGivesNoName() {
    kinds = EnumSet.of(NameKind.URI, NameKind.CN);
    service = newService();

    AccountException refused =
        refused(() -> register("dora@example.org", BOTH), Reason.IDENTITY_MISMATCH);
    assertThat(refused.statedNames()).containsExactly(new StatedName(NameKind.CN, "dora"));
    AuthenticatedUser dora = register("dora", BOTH);
    kinds = EnumSet.of(NameKind.EMAIL);
    service = newService();
    refused(() -> login("dora", KEY, BOTH), Reason.IDENTITY_MISMATCH);
    kinds = EnumSet.allOf(NameKind.class);
    service = newService();
    assertThat(login("dora", KEY, BOTH)).isEqualTo(dora);
  }

  @Test
  void aUserPrincipalNameIsAUsernameWhereThatKindCounts() {
    PeerIdentity erin = TestIdentities.principal("erin", "ErinS@AD.example.org");
    kinds = EnumSet.of(NameKind.URI, NameKind.CN, NameKind.EMAIL);
    service = newService();
    refused(() -> register("erins@ad.example.org", erin), Reason.IDENTITY_MISMATCH);
    kinds = EnumSet.of(NameKind.UPN);
    service = newService();

    refused(() -> register("erin", erin), Reason.IDENTITY_MISMATCH);
    AuthenticatedUser registered = register("erins@ad.example.org", erin);

    assertThat(login("erins@ad.example.org", KEY, erin)).isEqualTo(registered);
  }

  @Test
  void aUsernameIsGivenOnce() {
    register("alice", ALICE);

    refused(() -> register("alice", ALICE), Reason.NAME_TAKEN);
    refused(() -> register("alice", TestIdentities.named("alice")), Reason.NAME_TAKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Alice", "a@b@c", "@b", "a@", "al ice", "-alice", "@server", "alíce", "a|b"})
  void aMalformedUsernameIsABadRequest(String username) {
    refused(() -> register(username, ALICE), Reason.MALFORMED);
  }

  @Test
  void saltAndKeyHaveOneLength() {
    for (int length : new int[] {0, 15, 17}) {
      refused(
          () -> service.register(registration(new byte[length], KEY), ALICE, HOME),
          Reason.MALFORMED);
    }
    for (int length : new int[] {0, 31, 33}) {
      SecretBytes odd = SecretBytes.adopt(new byte[length]);
      refused(() -> service.register(registration(SALT, odd), ALICE, HOME), Reason.MALFORMED);
    }
  }

  @Test
  void ofManyWhoWantOneNameAtOnceExactlyOneGetsIt() throws Exception {
    // No more than fail without being throttled, for they share a certificate.
    int contenders = AccountBackOff.FREE_FAILURES;
    List<Reason> refusals = race(contenders, _ -> register("alice", ALICE));

    assertThat(refusals).hasSize(contenders - 1).containsOnly(Reason.NAME_TAKEN);
    assertThat(everybody()).hasSize(1);
  }

  @Test
  void anUnknownUserIsRefusedExactlyAsAWrongKeyIs() {
    register("alice", ALICE);

    AccountException wrong = refused(() -> login("alice", WRONG, ALICE), Reason.BAD_CREDENTIALS);
    for (PeerIdentity peer : List.of(ALICE, BOB)) {
      AccountException unknown =
          refused(() -> login("nobody", WRONG, peer), Reason.BAD_CREDENTIALS);
      assertThat(unknown).hasToString(wrong.toString());
    }
    refused(() -> login("nobody", KEY, ALICE), Reason.BAD_CREDENTIALS);
    refused(() -> login("alice", null, ALICE), Reason.BAD_CREDENTIALS);
    refused(() -> login("nobody", null, ALICE), Reason.BAD_CREDENTIALS);
    refused(() -> login("bob", KEY, BOB), Reason.BAD_CREDENTIALS);
  }

  @Test
  void onlyTheRightKeyIsToldThatTheCertificateDoesNotFit() {
    register("alice", ALICE);

    refused(() -> login("alice", WRONG, BOB), Reason.BAD_CREDENTIALS);
    refused(() -> login("alice", KEY, BOB), Reason.IDENTITY_MISMATCH);
  }

  @Test
  void onlyTheRightKeyAndCertificateAreToldThatTheAccountIsDisabled() {
    AuthenticatedUser alice = register("alice", ALICE);
    users.change(alice.id(), user -> user.disable(clock.instant()));

    refused(() -> login("alice", WRONG, ALICE), Reason.BAD_CREDENTIALS);
    refused(() -> login("alice", KEY, BOB), Reason.IDENTITY_MISMATCH);
    refused(() -> login("alice", KEY, ALICE), Reason.DISABLED);

    users.change(alice.id(), user -> user.enable(clock.instant()));
    assertThat(login("alice", KEY, ALICE)).isEqualTo(alice);
  }

  @Test
  void aKnownNameGetsItsOwnSaltAndParameters() {
    register("alice", ALICE);

    KdfAnswer answer = service.kdf("alice", BOB, HOME);
    assertThat(answer.salt()).isEqualTo(SALT);
    assertThat(answer.kdf()).isEqualTo(STRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "nobody@example.org", "", "no|body", "\u212Aim"})
  void anUnknownNameGetsAnAnswerOfTheSameKindThatNeverChanges(String name) {
    KdfAnswer answer = service.kdf(name, BOB, HOME);
    database.reopen();

    assertThat(answer.salt()).hasSize(StoredPassword.SALT_LENGTH);
    assertThat(answer.kdf()).isEqualTo(KdfParameters.DEFAULT);
    assertThat(newService().kdf(name, BOB, HOME).salt()).isEqualTo(answer.salt());
    assertThat(service.kdf(name + "x", BOB, HOME).salt()).isNotEqualTo(answer.salt());
  }

  @Test
  void fakeSaltsAreNotTheSameOnAnotherServer() {
    byte[] here = service.kdf("nobody", BOB, HOME).salt();
    database.doInTransaction(em -> em.createQuery("DELETE FROM ServerSecret s").executeUpdate());

    assertThat(newService().kdf("nobody", BOB, HOME).salt()).isNotEqualTo(here);
  }

  @Test
  void nodesThatAreAskedFirstAtOnceAgreeOnTheSalt() throws Exception {
    Set<String> salts = ConcurrentHashMap.newKeySet();
    race(8, i -> salts.add(Arrays.toString(newService().kdf("nobody", BOB, HOME).salt())));

    assertThat(salts).hasSize(1);
  }

  @Test
  void anAccountWithoutAPasswordLooksLikeNone() {
    TestUsers.add(database, "alice");

    assertThat(service.kdf("alice", BOB, HOME).kdf()).isEqualTo(KdfParameters.DEFAULT);
    refused(() -> login("alice", KEY, ALICE), Reason.BAD_CREDENTIALS);
    refused(() -> login("alice", null, ALICE), Reason.BAD_CREDENTIALS);
  }

  @Test
  void underThePolicyNeverTheCertificateDecidesAlone() {
    AuthenticatedUser alice = TestUsers.add(database, "alice");
    policy = PasswordPolicy.NEVER;
    service = newService();

    assertThat(login("alice", null, ALICE)).isEqualTo(alice);
    assertThat(login("alice", WRONG, ALICE)).isEqualTo(alice);
    AccountException known = refused(() -> login("alice", null, BOB), Reason.IDENTITY_MISMATCH);
    AccountException unknown = refused(() -> login("nobody", null, BOB), Reason.IDENTITY_MISMATCH);
    assertThat(unknown).hasToString(known.toString());
    refused(() -> login("bob", null, BOB), Reason.BAD_CREDENTIALS);
    users.change(alice.id(), user -> user.disable(clock.instant()));
    refused(() -> login("alice", null, ALICE), Reason.DISABLED);
  }

  @Test
  void guessingIsThrottledForKnownAndUnknownNamesAlikeAndEvenForTheRightKey() {
    register("alice", ALICE);
    for (String name : List.of("alice", "nobody")) {
      for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
        refused(() -> login(name, WRONG, ALICE), Reason.BAD_CREDENTIALS);
      }
      refused(() -> login(name, KEY, ALICE), Reason.RATE_LIMITED);
    }
  }

  @Test
  void whoeverHasAnotherCertificateCannotLockAnAccountOut() {
    AuthenticatedUser alice = register("alice", ALICE);
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      refused(() -> login("alice", WRONG, BOB), Reason.BAD_CREDENTIALS);
    }

    refused(() -> login("alice", KEY, BOB), Reason.RATE_LIMITED);
    refused(() -> login("alice", KEY, TestIdentities.named("mallory")), Reason.RATE_LIMITED);
    assertThat(login("alice", KEY, ALICE)).isEqualTo(alice);
  }

  @Test
  void aSuccessfulLoginForgivesEarlierFailures() {
    register("alice", ALICE);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < AccountBackOff.FREE_FAILURES - 1; i++) {
        refused(() -> login("alice", WRONG, ALICE), Reason.BAD_CREDENTIALS);
      }
      login("alice", KEY, ALICE);
    }
  }

  @Test
  void registrationIsNoWayToGuessNames() {
    register("alice", ALICE);
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      refused(() -> register("alice", BOB), Reason.IDENTITY_MISMATCH);
    }

    refused(() -> register("bob", BOB), Reason.RATE_LIMITED);
  }

  @Test
  void anAddressThatFailsTooOftenGetsNoSaltsEither() {
    for (int i = 0; i < FAILURES; i++) {
      String name = "nobody" + i;
      refused(() -> login(name, WRONG, ALICE), Reason.BAD_CREDENTIALS);
    }

    refused(() -> service.kdf("alice", BOB, HOME), Reason.RATE_LIMITED);
  }

  @Test
  void whoHasTheCertificateOfTheAccountGetsInFromAnAddressThatFailsTooOften() {
    AuthenticatedUser alice = register("alice", ALICE);
    for (int i = 0; i < FAILURES; i++) {
      String name = "nobody" + i;
      refused(() -> login(name, WRONG, BOB), Reason.BAD_CREDENTIALS);
    }
    refused(() -> login("bob2", WRONG, BOB), Reason.RATE_LIMITED);

    assertThat(service.kdf("alice", ALICE, HOME).kdf()).isEqualTo(STRONG);
    assertThat(login("alice", KEY, ALICE)).isEqualTo(alice);
    assertThat(register("carol@example.org", BY_MAIL).username()).isEqualTo("carol@example.org");
  }

  @ParameterizedTest
  @CsvSource({"65537,1,1", "65536,4,1", "262144,10,4", "32768,7,1"})
  void aKeyThatNobodyShouldHaveToComputeIsNotRegistered(int memory, int passes, int lanes) {
    KdfParameters costly = new KdfParameters(memory, passes, lanes);

    refused(
        () -> service.register(new Request.Register(1, "alice", SALT, costly, KEY), ALICE, HOME),
        Reason.MALFORMED);
  }

  private AuthenticatedUser register(String username, PeerIdentity peer) {
    return service.register(new Request.Register(1, username, SALT, STRONG, KEY), peer, HOME);
  }

  private static Request.Register registration(byte[] salt, SecretBytes key) {
    return new Request.Register(1, "alice", salt, STRONG, key);
  }

  private AuthenticatedUser login(String user, SecretBytes key, PeerIdentity peer) {
    return service.login(new Request.Login(1, user, Optional.ofNullable(key)), peer, HOME);
  }

  private interface Contender {
    void compete(int number);
  }

  /** The codes of those who lost. */
  private List<Reason> race(int contenders, Contender contender) throws Exception {
    CyclicBarrier start = new CyclicBarrier(contenders);
    ExecutorService threads = Executors.newFixedThreadPool(contenders);
    try {
      List<Future<Optional<Reason>>> runs = new ArrayList<>();
      for (int i = 0; i < contenders; i++) {
        int number = i;
        Callable<Optional<Reason>> run =
            () -> {
              start.await();
              try {
                contender.compete(number);
                return Optional.empty();
              } catch (AccountException e) {
                return Optional.of(e.reason());
              }
            };
        runs.add(threads.submit(run));
      }
      List<Reason> refusals = new ArrayList<>();
      for (Future<Optional<Reason>> run : runs) {
        run.get().ifPresent(refusals::add);
      }
      return refusals;
    } finally {
      threads.shutdownNow();
    }
  }

  private static AccountException refused(ThrowingCallable call, Reason reason) {
    AccountException[] caught = new AccountException[1];
    assertThatThrownBy(call).isInstanceOfSatisfying(AccountException.class, e -> caught[0] = e);
    assertThat(caught[0].reason()).isEqualTo(reason);
    return caught[0];
  }

  private static SecretBytes key(int fill) {
    return SecretBytes.adopt(filled(StoredPassword.KEY_LENGTH, fill));
  }

  private static byte[] filled(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
