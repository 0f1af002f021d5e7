package org.securechat.client.attack.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.securechat.client.attack.target.Reaction;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.wire.AlertCode;

/**
 * The reactions of a sound server to an attack.
 *
 * @param kind in which way it has to react
 * @param codes any of these; empty if there is no code
 * @param phrase in words, where a good answer is what is expected; otherwise empty
 */
public record Expected(Reaction.Kind kind, Set<String> codes, String phrase) {
  /** Copies the codes. */
  public Expected {
    codes = Set.copyOf(codes);
  }

  public static Expected alert(AlertCode... codes) {
    return of(Reaction.Kind.ALERT, Arrays.stream(codes).map(AlertCode::code).toList());
  }

  public static Expected error(ErrorCode... codes) {
    return of(Reaction.Kind.ERROR, Arrays.stream(codes).map(ErrorCode::wireName).toList());
  }

  public static Expected noticed(AlertCode... codes) {
    return of(Reaction.Kind.NOTICED, Arrays.stream(codes).map(AlertCode::code).toList());
  }

  /** The codes of errors of the classic protocol after which the connection ends. */
  public static Expected ended(String... codes) {
    return of(Reaction.Kind.ENDED, List.of(codes));
  }

  /** The codes of errors of the classic protocol after which the connection goes on. */
  public static Expected goesOn(String... codes) {
    return of(Reaction.Kind.GOES_ON, List.of(codes));
  }

  public static Expected sound() {
    return sound("answers that tell nothing");
  }

  /** A good answer, in words. */
  public static Expected sound(String what) {
    return new Expected(Reaction.Kind.SOUND, Set.of(), what);
  }

  private static Expected of(Reaction.Kind kind, List<String> codes) {
    return new Expected(kind, Set.copyOf(codes), "");
  }

  /** Whether a reaction is among them. */
  public boolean covers(Reaction reaction) {
    return reaction.kind() == kind && (codes.isEmpty() || codes.contains(reaction.detail()));
  }

  /** In words. */
  @Override
  public String toString() {
    if (kind == Reaction.Kind.SOUND) {
      return phrase;
    }
    String any = new TreeSet<>(codes).stream().collect(Collectors.joining(" or "));
    return new Reaction(kind, any).toString();
  }
}
