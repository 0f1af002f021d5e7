package org.securechat.client.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.wire.AlertCode;

/**
 * The reactions of a sound server to an attack.
 *
 * @param kind in which way it has to react
 * @param codes any of these; empty if there is no code
 */
public record Expected(Reaction.Kind kind, Set<String> codes) {
  /** Copies the codes. */
  public Expected {
    codes = Set.copyOf(codes);
  }

  static Expected alert(AlertCode... codes) {
    return of(Reaction.Kind.ALERT, Arrays.stream(codes).map(AlertCode::code).toList());
  }

  static Expected error(ErrorCode... codes) {
    return of(Reaction.Kind.ERROR, Arrays.stream(codes).map(ErrorCode::wireName).toList());
  }

  static Expected noticed(AlertCode... codes) {
    return of(Reaction.Kind.NOTICED, Arrays.stream(codes).map(AlertCode::code).toList());
  }

  static Expected sound() {
    return of(Reaction.Kind.SOUND, List.of());
  }

  private static Expected of(Reaction.Kind kind, List<String> codes) {
    return new Expected(kind, Set.copyOf(codes));
  }

  /** Whether a reaction is among them. */
  public boolean covers(Reaction reaction) {
    return reaction.kind() == kind && (codes.isEmpty() || codes.contains(reaction.detail()));
  }

  /** In words. */
  @Override
  public String toString() {
    if (kind == Reaction.Kind.SOUND) {
      return "answers that tell nothing";
    }
    String any = new TreeSet<>(codes).stream().collect(Collectors.joining(" or "));
    return new Reaction(kind, any).toString();
  }
}
