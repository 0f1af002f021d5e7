package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.securechat.protocol.crypto.Providers;

/** Keys in PEM text (RFC 7468), in the forms that OpenSSL writes and has written. */
final class KeyPem {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 #]{1,40})-----");

  /** Blocks of a file that are looked at, in search of the key. */
  private static final int MAX_BLOCKS = 32;

  private KeyPem() {}

  /**
   * What stands between the hyphens before a key, and what is said of those that cannot be used.
   */
  private enum Label {
    PKCS8("PRIVATE KEY", ""),
    ENCRYPTED("ENCRYPTED PRIVATE KEY", ""),
    PKCS1("RSA PRIVATE KEY", ""),
    SEC1("EC PRIVATE KEY", ""),
    DSA("DSA PRIVATE KEY", "holds a DSA key, which is not supported"),
    OPENSSH("OPENSSH PRIVATE KEY", "is a key of OpenSSH in its own form"),
    PGP("PGP PRIVATE KEY BLOCK", "is a key of OpenPGP");

    private final String text;
    private final String fault;

    Label(String text, String fault) {
      this.text = text;
      this.fault = fault;
    }

    static Optional<Label> of(String text) {
      return Arrays.stream(values()).filter(label -> label.text.equals(text)).findFirst();
    }
  }

  static boolean isPem(byte[] content) {
    return BEGIN.matcher(text(content)).find();
  }

  /** The first key in the text. */
  static PrivateKeyInfo read(Path file, byte[] content, Passphrase passphrase) throws IOException {
    String text = text(content);
    Label label = label(file, text);
    if (!label.fault.isEmpty()) {
      throw new KeyFileException(file, label.fault, remedy(label));
    }
    return switch (firstKey(file, text)) {
      case PrivateKeyInfo plain -> plain;
      case PEMKeyPair pair when pair.getPrivateKeyInfo() != null -> pair.getPrivateKeyInfo();
      case PKCS8EncryptedPrivateKeyInfo encrypted -> decrypt(file, encrypted, passphrase);
      case PEMEncryptedKeyPair _ ->
          throw new KeyFileException(
              file,
              "is a key encrypted by OpenSSL's former method, which one round of MD5 protects",
              "Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW.");
      default -> throw KeyDecoding.damaged(file);
    };
  }

  /** Blocks before the key, such as certificates and EC parameters, are passed over. */
  private static Object firstKey(Path file, String text) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (int block = 0; block < MAX_BLOCKS; block++) {
        Object found = parser.readObject();
        if (found == null) {
          break;
        }
        if (found instanceof PrivateKeyInfo
            || found instanceof PEMKeyPair
            || found instanceof PKCS8EncryptedPrivateKeyInfo
            || found instanceof PEMEncryptedKeyPair) {
          return found;
        }
      }
    } catch (IOException | RuntimeException e) {
      // Without its message, which may quote the text.
      throw KeyDecoding.damaged(file);
    }
    throw KeyDecoding.damaged(file);
  }

  private static PrivateKeyInfo decrypt(
      Path file, PKCS8EncryptedPrivateKeyInfo encrypted, Passphrase passphrase) throws IOException {
    try {
      KeyWork.check(file, encrypted.toASN1Structure().getEncryptionAlgorithm());
    } catch (RuntimeException e) {
      throw KeyDecoding.damaged(file);
    }
    return KeyFile.open(file, "an encrypted key", passphrase, typed -> decrypt(encrypted, typed));
  }

  private static Optional<PrivateKeyInfo> decrypt(
      PKCS8EncryptedPrivateKeyInfo encrypted, char[] passphrase) {
    try {
      return Optional.of(
          encrypted.decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder()
                  .setProvider(Providers.bouncyCastle())
                  .build(passphrase)));
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      // By a wrong passphrase what comes out has no padding, or is no key.
      return Optional.empty();
    }
  }

  private static Label label(Path file, String text) throws KeyFileException {
    Matcher begins = BEGIN.matcher(text);
    String first = "";
    while (begins.find()) {
      Optional<Label> label = Label.of(begins.group(1));
      if (label.isPresent()) {
        return label.get();
      }
      first = first.isEmpty() ? begins.group(1) : first;
    }
    throw new KeyFileException(
        file, "holds no private key, but '" + first + "'", KeyFileException.UNDERSTOOD);
  }

  private static String remedy(Label label) {
    return label == Label.OPENSSH
        ? "Convert a copy: ssh-keygen -p -m PKCS8 -f FILE (for an RSA or EC key)."
        : KeyFileException.UNDERSTOOD;
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }
}
