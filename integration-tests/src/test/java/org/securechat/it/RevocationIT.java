package org.securechat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.securechat.it.TestBed.Person;
import org.securechat.it.client.Ending;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.wire.AlertCode;

/** What happens to sessions that are open when a certificate or an account ceases to be good. */
@BlackBox
class RevocationIT {

  @Test
  void aListThatNamesTheCertificateEndsItsSessionsAndNobodyElses(TestBed bed) throws Exception {
    try (Bystanders bystanders = new Bystanders(bed)) {
      Person mallory = bed.person("mallory");
      TestClient second = bed.login(mallory);
      TestClient stranger = bed.connect(mallory.credentials());
      TestClient.await(stranger.ask(Request.Ping::new, Answer.Empty.class));

      bed.pki().revoke(mallory.name());

      for (TestClient client : new TestClient[] {mallory.client(), second, stranger}) {
        assertEnded(client, AlertCode.CERTIFICATE_REVOKED);
      }
      assertEnded(bed.connect(mallory.credentials()), AlertCode.CERTIFICATE_REVOKED);
      bystanders.hear(5);
    }
  }

  @Test
  void nothingThatWasAcknowledgedIsLostWhenASessionEndsInFullFlow(TestBed bed) throws Exception {
    Person alice = bed.person("alice");
    Person mallory = bed.person("mallory");
    String room = TestBed.name("flow");
    RoomInfo info = alice.client().create(room, Visibility.PUBLIC);
    mallory.client().join(room);
    AtomicInteger acknowledged = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      talk(mallory.client(), room, acknowledged);
    }

    bed.pki().revoke(mallory.name());

    assertEnded(mallory.client(), AlertCode.CERTIFICATE_REVOKED);
    RoomView whole = RoomView.fromTheStart(info.id());
    alice.client().history(room, 0).forEach(whole::add);
    assertThat(whole.fault()).isEmpty();
    assertThat(acknowledged).as("messages before the end").hasPositiveValue();
    assertThat(whole.texts()).hasSizeGreaterThanOrEqualTo(acknowledged.get());
  }

  private static void talk(TestClient client, String room, AtomicInteger acknowledged) {
    client
        .say(room, "while it lasts")
        .thenAccept(
            answer -> {
              acknowledged.incrementAndGet();
              talk(client, room, acknowledged);
            });
  }

  private static void assertEnded(TestClient client, AlertCode code) {
    Ending ending = client.ending();
    assertThat(ending.alert()).as("%s", ending).contains(code);
  }
}
