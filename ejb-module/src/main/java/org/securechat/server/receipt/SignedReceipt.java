package org.securechat.server.receipt;

import org.securechat.protocol.crypto.Digests;

/** A receipt and its detached signature. Immutable as long as no caller writes into its arrays. */
public final class SignedReceipt {
  private final byte[] json;
  private final byte[] p7s;

  SignedReceipt(byte[] json, byte[] p7s) {
    this.json = json;
    this.p7s = p7s;
  }

  /** {@code receipt.json}: exactly the bytes that are signed. */
  public byte[] json() {
    return json;
  }

  /** {@code receipt.json.p7s}: detached CMS, DER. */
  public byte[] p7s() {
    return p7s;
  }

  /** By which a countersignature names the receipt: SHA-256 of {@link #json}, lower-case hex. */
  public String sha256() {
    return Digests.sha256Hex(json);
  }
}
