package org.securechat.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyAgreement;
import org.securechat.protocol.wire.ProtocolException;

/** A Diffie-Hellman exchange by the JCA; the group says how its shares are written and read. */
final class JcaExchange implements KeyExchange {
  /** What differs between the groups. */
  interface Shares {
    byte[] write(PublicKey key);

    /** Reads and judges a peer's share. */
    PublicKey read(byte[] share) throws ProtocolException, GeneralSecurityException;

    /** Gives the raw result its fixed form, or refuses it. */
    byte[] finish(byte[] agreed) throws ProtocolException;
  }

  private final String algorithm;
  private final Shares shares;
  private KeyPair pair;

  private JcaExchange(String algorithm, Shares shares, KeyPair pair) {
    this.algorithm = algorithm;
    this.shares = shares;
    this.pair = pair;
  }

  /** Takes a key pair over. */
  static JcaExchange of(String agreement, KeyPair pair, Shares shares) {
    return new JcaExchange(agreement, shares, pair);
  }

  /** A fresh key pair from a group by its parameters. */
  static JcaExchange generate(
      String agreement,
      KeyPairGenerator generator,
      AlgorithmParameterSpec parameters,
      Shares shares,
      SecureRandom random) {
    try {
      generator.initialize(parameters, random);
      return of(agreement, generator.generateKeyPair(), shares);
    } catch (InvalidAlgorithmParameterException e) {
      throw new IllegalStateException(generator.getAlgorithm() + " lacks its group", e);
    }
  }

  @Override
  public byte[] share() {
    return shares.write(pair.getPublic());
  }

  @Override
  public SecretBytes agree(byte[] peerShare) throws ProtocolException {
    try {
      PublicKey peer = shares.read(peerShare);
      KeyAgreement agreement = Providers.keyAgreement(algorithm);
      agreement.init(pair.getPrivate());
      agreement.doPhase(peer, true);
      return SecretBytes.adopt(shares.finish(agreement.generateSecret()));
    } catch (GeneralSecurityException | IllegalStateException | IllegalArgumentException e) {
      // Providers disagree on how they refuse a degenerate point.
      throw Agreement.refused(e.toString());
    }
  }

  @Override
  public void close() {
    pair = null;
  }
}
