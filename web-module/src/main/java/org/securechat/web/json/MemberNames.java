package org.securechat.web.json;

/** What a record's component is called in JSON. */
public final class MemberNames {

  private MemberNames() {}

  /** {@code createdAt} becomes {@code created_at}. */
  public static String of(String component) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (Character.isUpperCase(c)) {
        text.append('_');
      }
      text.append(Character.toLowerCase(c));
    }
    return text.toString();
  }
}
