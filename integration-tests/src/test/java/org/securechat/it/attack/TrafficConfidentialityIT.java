package org.securechat.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.RecordingProxy;
import org.securechat.it.testbed.TestBed;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.identity.Credentials;

/** An observer of all traffic learns no content, name, room or password. */
@BlackBox
class TrafficConfidentialityIT {

  private static final String TEXT = "the merger is on thursday";

  @Test
  void trafficContainsNoNamePasswordRoomOrText(TestBed bed) {
    try (RecordingProxy tap = new RecordingProxy(bed.server().address())) {
      String alice = TestBed.name("alice-in-wonderland");
      String bob = TestBed.name("bob-the-builder");
      String room = TestBed.name("boardroom");
      Credentials aliceCredentials = bed.certified(alice);
      TestClient first = talkThrough(tap, bed, aliceCredentials, alice);
      TestClient second = talkThrough(tap, bed, bed.certified(bob), bob);
      first.create(room, Visibility.PRIVATE);
      TestClient.await(
          first.ask(
              id -> new org.securechat.protocol.application.Request.Invite(id, room, bob),
              org.securechat.protocol.application.Answer.RoomAnswer.class));
      second.join(room);
      TestClient.await(first.say(room, TEXT));
      TestClient.await(second.tell(alice, TEXT));
      await().until(() -> second.room(room).texts().contains(TEXT));
      second.history(room, 0);
      first.receipt(room);
      first.bye();
      second.bye();

      byte[] traffic = tap.recorded();

      assertThat(indexOf(traffic, "securechat/1".getBytes(StandardCharsets.UTF_8)))
          .as("the tap works: a hello is in the clear")
          .isNotNegative();
      for (String secret : List.of(alice, bob, "example.org", room, TestBed.PASSWORD, TEXT)) {
        for (byte[] form : formsOf(secret.getBytes(StandardCharsets.UTF_8))) {
          assertThat(indexOf(traffic, form))
              .as(
                  "'%s' in the traffic as '%s'",
                  secret, new String(form, StandardCharsets.ISO_8859_1))
              .isNegative();
        }
      }
      assertThat(indexOf(traffic, aliceCredentials.encodedChain().get(0)))
          .as("a client's certificate")
          .isNegative();
    }
  }

  private static TestClient talkThrough(
      RecordingProxy tap, TestBed bed, Credentials credentials, String name) {
    TestClient client =
        TestClient.connect(bed.loop(), tap.address(), credentials, bed.rules())
            .register(name, TestBed.PASSWORD);
    client.login(name, TestBed.PASSWORD);
    return client;
  }

  /** As it is, in hexadecimal, and inside base64 at each of the three alignments. */
  private static List<byte[]> formsOf(byte[] secret) {
    List<byte[]> forms = new ArrayList<>();
    forms.add(secret);
    forms.add(HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + secret.length];
      System.arraycopy(secret, 0, shifted, shift, secret.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // The first and last group hold bits of the neighbours.
      forms.add(text.substring(4, text.length() - 4).getBytes(StandardCharsets.US_ASCII));
    }
    return forms;
  }

  private static int indexOf(byte[] where, byte[] what) {
    for (int i = 0; i <= where.length - what.length; i++) {
      int j = 0;
      while (j < what.length && where[i + j] == what[j]) {
        j++;
      }
      if (j == what.length) {
        return i;
      }
    }
    return -1;
  }
}
