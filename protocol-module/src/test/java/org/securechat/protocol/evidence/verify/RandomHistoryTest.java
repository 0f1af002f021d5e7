package org.securechat.protocol.evidence.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.securechat.protocol.evidence.verify.Judged.ALICE;
import static org.securechat.protocol.evidence.verify.Judged.BOB;
import static org.securechat.protocol.evidence.verify.Judged.PKI;
import static org.securechat.protocol.evidence.verify.Judged.RECEIPTS;
import static org.securechat.protocol.evidence.verify.Judged.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.protocol.identity.Credentials;

/** What a server accepts verifies, whole and in part; with one bit changed it does not. */
class RandomHistoryTest {
  private static final Credentials CAROL = PKI.client("carol").key("p384").issue();
  private static final List<String> PEOPLE = List.of("alice", "bob", "carol");

  private final List<String> members = new ArrayList<>();
  private final List<Integer> messages = new ArrayList<>();
  private Conversation talk;
  private Random random;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void verifiesAndNothingElseDoes(long seed) throws Exception {
    random = new Random(seed);
    talk =
        new Conversation(PKI, RECEIPTS).enter("alice", ALICE).know("bob", BOB).know("carol", CAROL);
    members.add("alice");
    int steps = 5 + random.nextInt(30);
    for (int i = 0; i < steps; i++) {
      step();
    }
    int size = talk.lines().size();
    int first = 1 + random.nextInt(size);
    int last = first - 1 + random.nextInt(size - first + 2);
    for (SortedMap<String, byte[]> files :
        List.of(talk.bundle().files(), talk.bundle(first, last).files())) {
      assertThat(judge(files).failures()).isEmpty();
      assertThat(judge(files).verdict()).isEqualTo(Verdict.VERIFIED);
      for (int i = 0; i < 10; i++) {
        changeOneBit(files);
      }
    }
  }

  private void step() {
    String somebody = PEOPLE.get(random.nextInt(PEOPLE.size()));
    boolean inside = members.contains(somebody);
    switch (random.nextInt(10)) {
      case 0 -> {
        if (inside) {
          members.remove(somebody);
          talk.event(Event.LEFT, somebody, somebody);
        } else {
          talk.event(Event.INVITED, somebody, "alice");
        }
      }
      case 1 -> erase();
      case 2 -> {
        talk.event(Event.ARCHIVED, talk.room, "alice");
        talk.event(Event.REOPENED, talk.room, "alice");
      }
      default -> {
        if (!inside) {
          members.add(somebody);
          talk.event(Event.JOINED, somebody, somebody);
        }
        int seen = random.nextInt(talk.lines().size() + 1);
        talk.say(somebody, new After(seen, talk.chain(seen)), text());
        messages.add(talk.lines().size());
      }
    }
  }

  private void erase() {
    if (!messages.isEmpty()) {
      talk.erase(messages.get(random.nextInt(messages.size())));
    }
  }

  private String text() {
    int[] characters =
        random
            .ints(1 + random.nextInt(20), 0, Character.MAX_CODE_POINT)
            .map(c -> Character.getType(c) == Character.SURROGATE ? ' ' : c)
            .toArray();
    return new String(characters, 0, characters.length);
  }

  private void changeOneBit(SortedMap<String, byte[]> good) {
    List<String> names = new ArrayList<>(good.keySet());
    // The authority in the bundle proves nothing, and an empty file has no bit.
    names.removeIf(name -> name.equals("authority.der") || good.get(name).length == 0);
    String name = names.get(random.nextInt(names.size()));
    SortedMap<String, byte[]> changed = new TreeMap<>(good);
    int position = random.nextInt(good.get(name).length);
    int bit = 1 << random.nextInt(8);
    changed.put(name, Judged.flipped(good.get(name), position, bit));
    assertThat(judge(changed).verdict())
        .as("%s byte %d bit %d", name, position, bit)
        .isEqualTo(Verdict.FAILED);
  }
}
