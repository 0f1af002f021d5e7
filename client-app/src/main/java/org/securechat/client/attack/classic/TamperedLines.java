package org.securechat.client.attack.classic;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.protocol.json.Json;

/** Good messages that were changed after they were signed, or are spelled in another way. */
final class TamperedLines {
  private static final Expected FORGED = Expected.goesOn("SIG_FAIL");
  private static final Expected LOWER = Expected.goesOn("REPLAY");
  private static final Expected MALFORMED = Expected.goesOn("BAD_MESSAGE");

  private TamperedLines() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    all.add(
        tampered(
            "seqno", "its number, to the one after", line -> line.withSeqno(line.seqno() + 1)));
    all.add(tampered("ts", "its time", line -> line.withTs(line.ts() + 1)));
    all.add(tampered("ct", "a bit of its ciphertext", line -> line.withCt(changed(line.ct()))));
    all.add(tampered("sig", "a bit of its signature", line -> line.withSig(changed(line.sig()))));
    all.addAll(numbers());
    all.addAll(texts());
    all.addAll(incomplete());
    return all;
  }

  private static Scenario tampered(String field, String what, UnaryOperator<SignedLine> change) {
    return scenario(
        "tamper-" + field,
        "a signed message, changed: " + what,
        FORGED,
        (session, line) -> change.apply(line).json().toString());
  }

  private static String changed(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    bytes[bytes.length / 2] ^= 1;
    return Json.base64(bytes);
  }

  private static List<Scenario> numbers() {
    return List.of(
        number("seqno", "text", "as a text", n -> "\"" + n + "\""),
        number("seqno", "fraction", "with a fraction", n -> n + ".0"),
        number("seqno", "exponent", "with an exponent", n -> n + "e0"),
        number("seqno", "zeros", "with leading zeros", n -> "00" + n),
        number("seqno", "zero", "0", LOWER, n -> "0"),
        number("seqno", "negative", "-1", LOWER, n -> "-1"),
        number("seqno", "huge", "2^53", n -> "9007199254740992"),
        number("seqno", "overflow", "2^64 and some", n -> "1844674407370955161" + (6 + n)),
        number("seqno", "twice", "twice", n -> n + ",\"seqno\":" + n),
        number("ts", "text", "as a text", n -> "\"" + n + "\""),
        number("ts", "fraction", "with a fraction", n -> n + ".0"),
        number("ts", "negative", "-1", n -> "-1"),
        number("ts", "huge", "2^53", n -> "9007199254740992"));
  }

  private interface Spelling {
    String of(long number);
  }

  private static Scenario number(String field, String id, String how, Spelling spelling) {
    return number(field, id, how, MALFORMED, spelling);
  }

  private static Scenario number(
      String field, String id, String how, Expected expected, Spelling spelling) {
    return scenario(
        field + "-" + id,
        "a signed message with its " + (field.equals("ts") ? "time " : "number ") + how,
        expected,
        (session, line) -> {
          long number = field.equals("ts") ? line.ts() : line.seqno();
          String label = "\"" + field + "\":";
          return line.json().toString().replace(label + number, label + spelling.of(number));
        });
  }

  private static List<Scenario> texts() {
    return List.of(
        text("unpadded", "without padding", text -> text.replace("=", "")),
        text("spaced", "with spaces in it", text -> text.substring(0, 4) + " " + text.substring(4)),
        text("ended", "with a line end behind it", text -> text + "\n"),
        text("bits", "with unused bits set", TamperedLines::unusedBits),
        scenario(
            "sig-unpadded",
            "a signed message, its signature without padding",
            MALFORMED,
            (session, line) -> line.withSig(line.sig().replace("=", "")).json().toString()),
        scenario(
            "sig-ended",
            "a signed message, its signature with a line end behind it",
            MALFORMED,
            (session, line) -> line.withSig(line.sig() + "\n").json().toString()));
  }

  /** A second spelling of the same ciphertext, signed like that: another line for one message. */
  private static Scenario text(String id, String how, UnaryOperator<String> spelling) {
    return scenario(
        "ct-" + id,
        "a message signed over its ciphertext in base64 " + how,
        MALFORMED,
        (session, line) ->
            session
                .sign(line.seqno(), line.ts(), line.iv(), spelling.apply(line.ct()))
                .json()
                .toString());
  }

  /** The last character before the padding carries bits that mean nothing. */
  private static String unusedBits(String base64) {
    int last = base64.indexOf('=') - 1;
    return base64.substring(0, last)
        + (char) (base64.charAt(last) + 1)
        + base64.substring(last + 1);
  }

  private static List<Scenario> incomplete() {
    List<Scenario> all = new ArrayList<>();
    for (String field : List.of("seqno", "ts", "iv", "ct", "sig")) {
      all.add(
          scenario(
              field + "-missing",
              "a signed message without its " + field,
              MALFORMED,
              (session, line) -> line.json().remove(List.of(field)).toString()));
    }
    all.add(
        scenario(
            "sig-empty",
            "a message with an empty signature",
            MALFORMED,
            (session, line) -> line.withSig("").json().toString()));
    all.add(
        scenario(
            "iv-short",
            "a signed message with half a vector",
            MALFORMED,
            (session, line) -> line.json().put("iv", Json.base64(new byte[8])).toString()));
    return all;
  }

  private static Scenario scenario(
      String id,
      String does,
      Expected expected,
      BiFunction<ClassicChatSession, SignedLine, String> change) {
    return ChatScenario.of(
        id,
        does,
        expected,
        (attacker, session) -> {
          // Short enough for one block, so that the base64 has padding and unused bits.
          SignedLine line = session.sign(session.next(), "I agree");
          attacker.sends(does);
          return session.attempt(change.apply(session, line));
        });
  }
}
