package org.securechat.server.receipt;

import java.util.List;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Receipt;

/** A receipt and its signature. Immutable as long as no caller writes into its arrays. */
public final class SignedReceipt {
  private final Receipt receipt;
  private final byte[] json;
  private final byte[] signature;
  private final List<String> members;

  SignedReceipt(Receipt receipt, byte[] json, byte[] signature, List<String> members) {
    this.receipt = receipt;
    this.json = json;
    this.signature = signature;
    this.members = members;
  }

  /** What it says. */
  public Receipt receipt() {
    return receipt;
  }

  /** {@code receipt.json}: exactly the bytes that are signed. */
  public byte[] json() {
    return json;
  }

  /** {@code receipt.sig}. */
  public byte[] signature() {
    return signature;
  }

  /** Who was in the room before the first line, rising. */
  public List<String> members() {
    return members;
  }

  /** By which a countersignature names the receipt: SHA-256 of {@link #json}, lower-case hex. */
  public String sha256() {
    return Digests.sha256Hex(json);
  }
}
