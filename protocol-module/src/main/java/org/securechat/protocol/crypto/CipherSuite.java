package org.securechat.protocol.crypto;

import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** An AEAD for records and the hash for transcript and key schedule, chosen together. */
public enum CipherSuite implements WireNamed {
  /** AES-256-GCM with SHA-384; preferred. */
  AES256GCM_SHA384("aes256gcm-sha384", 32, "SHA-384", "HmacSHA384", 48),
  /** AES-128-GCM with SHA-256. */
  AES128GCM_SHA256("aes128gcm-sha256", 16, "SHA-256", "HmacSHA256", 32);

  /** The JCA name of the AEAD of every suite. */
  public static final String TRANSFORMATION = "AES/GCM/NoPadding";

  /** The bytes of a nonce. */
  public static final int IV_LENGTH = 12;

  /** The bytes that sealing adds. */
  public static final int TAG_LENGTH = 16;

  private final String wireName;
  private final int keyLength;
  private final String hash;
  private final String mac;
  private final int hashLength;

  CipherSuite(String wireName, int keyLength, String hash, String mac, int hashLength) {
    this.wireName = wireName;
    this.keyLength = keyLength;
    this.hash = hash;
    this.mac = mac;
    this.hashLength = hashLength;
  }

  /** The name in a hello. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** The bytes of an AEAD key. */
  public int keyLength() {
    return keyLength;
  }

  /** The JCA name of the hash. */
  public String hash() {
    return hash;
  }

  /** The bytes of a hash, a traffic secret and a Finished MAC. */
  public int hashLength() {
    return hashLength;
  }

  String mac() {
    return mac;
  }

  /** The suite for a name from a hello, if it is known. */
  public static Optional<CipherSuite> of(String wireName) {
    return WireNamed.find(CipherSuite.class, wireName);
  }
}
