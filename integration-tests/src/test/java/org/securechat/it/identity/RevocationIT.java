package org.securechat.it.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.ConnectionEnd;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ControlConversation;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.wire.AlertCode;

/** What happens to sessions that are open when a certificate or an account ceases to be good. */
@BlackBox
class RevocationIT {

  @Test
  void revocationListEndsOnlyTheSessionsOfTheRevokedCertificate(TestBed bed) throws Exception {
    try (ControlConversation control = new ControlConversation(bed)) {
      Person mallory = bed.person("mallory");
      TestClient second = bed.login(mallory);
      TestClient stranger = bed.connect(mallory.credentials());
      TestClient.await(stranger.ask(Request.Ping::new, Answer.Empty.class));

      bed.pki().revoke(mallory.name());

      for (TestClient client : new TestClient[] {mallory.client(), second, stranger}) {
        assertEnded(client, AlertCode.CERTIFICATE_REVOKED);
      }
      assertEnded(bed.connect(mallory.credentials()), AlertCode.CERTIFICATE_REVOKED);
      control.hear(5);
    }
  }

  @Test
  void noAcknowledgedMessageIsLostWhenASessionEndsUnderLoad(TestBed bed) throws Exception {
    Person alice = bed.person("alice");
    Person mallory = bed.person("mallory");
    String room = TestBed.name("flow");
    RoomInfo info = alice.client().create(room, Visibility.PUBLIC);
    mallory.client().join(room);
    AtomicInteger acknowledged = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      talk(mallory.client(), room, acknowledged);
    }
    await().until(() -> acknowledged.get() > 0);

    bed.pki().revoke(mallory.name());

    assertEnded(mallory.client(), AlertCode.CERTIFICATE_REVOKED);
    RoomView whole = RoomView.fromTheStart(info.id());
    alice.client().history(room, 0).forEach(whole::add);
    assertThat(whole.fault()).isEmpty();
    assertThat(whole.texts()).hasSizeGreaterThanOrEqualTo(acknowledged.get());
  }

  @Test
  void revocationByAnAdministratorEndsSessionsAndRefusesTheCertificate(TestBed bed)
      throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    try (ControlConversation control = new ControlConversation(bed)) {
      Person mallory = bed.person("mallory");
      String path = "/certificates/" + mallory.client().certificateSha256();
      HttpResponse<String> before = root.get(path);
      assertThat(before.body()).contains("CN=" + mallory.name(), "\"open_sessions\":1");
      String reason = "{\"reason\":\"keyCompromise\",\"note\":\"stolen\"}";
      String tag = before.headers().firstValue("ETag").orElseThrow();

      assertThat(root.ask("POST", path + "/revoke", reason, null).statusCode()).isEqualTo(428);
      HttpResponse<String> after = root.ask("POST", path + "/revoke", reason, tag);

      assertThat(after.statusCode()).as(after.body()).isEqualTo(200);
      assertThat(after.body()).contains("\"revoked\":true", "keyCompromise", "\"listed\":false");
      assertEnded(mallory.client(), AlertCode.CERTIFICATE_REVOKED);
      assertEnded(bed.connect(mallory.credentials()), AlertCode.CERTIFICATE_REVOKED);
      assertThat(root.ask("POST", path + "/revoke", reason, tag).statusCode()).isEqualTo(412);
      assertThat(root.get("/certificates?revoked=true&q=" + mallory.name()).body())
          .contains("\"note\":\"stolen\"");
      assertThat(root.get("/audit?action=certificate.revoke").body())
          .contains(mallory.client().certificateSha256());
      control.hear(5);
    }
  }

  @Test
  void disablingAUserEndsOnlyTheSessionsOfThatUser(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    try (ControlConversation control = new ControlConversation(bed)) {
      Person mallory = bed.person("mallory");
      TestClient second = bed.login(mallory);
      String path = "/users/" + mallory.name();
      String tag = root.get(path).headers().firstValue("ETag").orElseThrow();

      assertThat(root.ask("POST", path + "/disable", null, tag).statusCode()).isEqualTo(200);

      assertEnded(mallory.client(), AlertCode.ACCESS_DENIED);
      assertEnded(second, AlertCode.ACCESS_DENIED);
      control.hear(5);
    }
  }

  private static void talk(TestClient client, String room, AtomicInteger acknowledged) {
    var _ =
        client
            .say(room, "while it lasts")
            .thenAccept(answer -> {
              acknowledged.incrementAndGet();
              talk(client, room, acknowledged);
            });
  }

  private static void assertEnded(TestClient client, AlertCode code) {
    ConnectionEnd ending = client.ending();
    assertThat(ending.alert()).as("%s", ending).contains(code);
  }
}
