package org.securechat.protocol.identity.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** Keys in files that are not text: PKCS#12 (RFC 7292), and what is taken for it. */
final class KeyBinary {
  private static final int JAVA_KEY_STORE = 0xfeedfeed;

  /** RFC 7292, section 4: the version of a PFX. */
  private static final int PFX_VERSION = 3;

  private KeyBinary() {}

  static FoundKey read(
      Path file, byte[] content, Passphrase passphrase, KeyDecoding.Factories factories)
      throws IOException {
    if (!isPkcs12(content)) {
      throw unknown(file, content);
    }
    KeyStore.Entry entry =
        KeyFile.open(file, "a PKCS#12 file", passphrase, typed -> open(file, content, typed));
    if (!(entry instanceof KeyStore.PrivateKeyEntry found)) {
      throw KeyDecoding.damaged(file);
    }
    return new FoundKey(
        usable(file, found.getPrivateKey(), factories), chain(found.getCertificateChain()));
  }

  private static PrivateKey usable(Path file, PrivateKey key, KeyDecoding.Factories factories)
      throws KeyFileException {
    PrivateKeyInfo info;
    try {
      info = PrivateKeyInfo.getInstance(key.getEncoded());
    } catch (RuntimeException e) {
      throw KeyDecoding.damaged(file);
    }
    return KeyDecoding.decode(file, info, factories);
  }

  /** The JDK's reader, which bounds the iterations that a file may ask for. */
  private static Optional<KeyStore.Entry> open(Path file, byte[] content, char[] passphrase)
      throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), passphrase);
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw new KeyFileException(
            file, "holds " + keys.size() + " keys", "Make a PKCS#12 file with the one key.");
      }
      Key key = store.getKey(keys.get(0), passphrase);
      Certificate[] chain = store.getCertificateChain(keys.get(0));
      return key instanceof PrivateKey own && chain != null
          ? Optional.of(new KeyStore.PrivateKeyEntry(own, chain))
          : Optional.empty();
    } catch (KeyFileException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      return wrongOrDamaged(file, e);
    } catch (IOException e) {
      return wrongOrDamaged(file, e.getCause());
    } catch (RuntimeException e) {
      throw KeyDecoding.damaged(file);
    }
  }

  private static Optional<KeyStore.Entry> wrongOrDamaged(Path file, Throwable cause)
      throws KeyFileException {
    if (cause instanceof UnrecoverableKeyException) {
      return Optional.empty();
    }
    throw new KeyFileException(
        file,
        "is a PKCS#12 file that cannot be read: it is damaged, or protected by a method that is"
            + " not supported or asks for too much work",
        "Make it anew: openssl pkcs12 -export -inkey KEY -in CHAIN -out FILE.");
  }

  private static List<X509Certificate> chain(Certificate[] found) {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : found) {
      chain.add((X509Certificate) certificate);
    }
    return chain;
  }

  private static boolean isPkcs12(byte[] content) {
    return sequence(content)
        .filter(outer -> outer.size() >= 2)
        .map(outer -> outer.getObjectAt(0))
        .filter(first -> first instanceof ASN1Integer version && version.hasValue(PFX_VERSION))
        .isPresent();
  }

  private static KeyFileException unknown(Path file, byte[] content) {
    if (content.length == 0) {
      return new KeyFileException(file, "is empty", KeyFileException.UNDERSTOOD);
    }
    if (content.length >= Integer.BYTES && ByteBuffer.wrap(content).getInt() == JAVA_KEY_STORE) {
      return new KeyFileException(
          file,
          "is a key store of Java's own form (JKS)",
          "Convert it: keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12"
              + " -deststoretype PKCS12.");
    }
    if (new String(content, StandardCharsets.ISO_8859_1).startsWith("PuTTY-User-Key-File")) {
      return new KeyFileException(file, "is a key of PuTTY", KeyFileException.UNDERSTOOD);
    }
    if (sequence(content).isPresent()) {
      return new KeyFileException(
          file,
          "is binary (DER), but no PKCS#12 file",
          "If it is a key, convert it: openssl pkey -inform DER -in FILE -out NEW.");
    }
    return new KeyFileException(file, "holds no private key", KeyFileException.UNDERSTOOD);
  }

  private static Optional<ASN1Sequence> sequence(byte[] content) {
    try {
      return ASN1Primitive.fromByteArray(content) instanceof ASN1Sequence sequence
          ? Optional.of(sequence)
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
