package org.securechat.protocol.identity.list;

/** Why a revocation list does not count as complete (PROTOCOL.md §6.3). */
public enum ListFault {
  OTHER_ISSUER("the list of another authority"),
  MAY_NOT_SIGN("the authority may not sign lists"),
  BAD_SIGNATURE("the signature is not the authority's"),
  DELTA("a delta list: what it names is refused, and it covers nothing"),
  DELTA_WITHOUT_BASE(
      "a delta list without its base: what it names is refused, and it covers nothing"),
  SOME_REASONS("a list for some reasons only: what it names is refused, and it covers nothing"),
  INDIRECT("an indirect list, which may speak for other authorities"),
  ATTRIBUTE_CERTIFICATES("a list of attribute certificates"),
  UNKNOWN_POINT("a list for a distribution point that is named in another form"),
  UNKNOWN_EXTENSION("a list with a critical extension that is not understood"),
  TWICE("a list that names a serial number twice"),
  UNKNOWN_FORM("a list with a time or a part of another form");

  private final String text;

  ListFault(String text) {
    this.text = text;
  }

  /** The reason, for people to read. */
  public String text() {
    return text;
  }

  /** Whether what an authority names on it is revoked, though it covers nothing. */
  public boolean addsToOthers() {
    return switch (this) {
      case DELTA, DELTA_WITHOUT_BASE, SOME_REASONS -> true;
      case OTHER_ISSUER,
          MAY_NOT_SIGN,
          BAD_SIGNATURE,
          INDIRECT,
          ATTRIBUTE_CERTIFICATES,
          UNKNOWN_POINT,
          UNKNOWN_EXTENSION,
          TWICE,
          UNKNOWN_FORM ->
          false;
    };
  }
}
