package org.securechat.server.classic;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.identity.Credentials;
import org.securechat.server.receipt.TestAuthority;

/** Which keys the server can have for classic clients. */
class ClassicKeysTest {
  private static final Path FILE = Path.of("issued", "classic.pem");

  @Test
  void rsaKeyInAFileIsUsed() throws Exception {
    Credentials own = credentials("RSA", 2048);
    assertThatCode(() -> ClassicKeys.insistOnUsable(FILE, own)).doesNotThrowAnyException();
  }

  @Test
  void keyOnATokenIsRefusedWithWhatToDo() throws Exception {
    Credentials own = credentials("RSA", 2048);
    HeldKey held = new HeldKey(own.privateKey(), Security.getProvider("SunRsaSign"));
    Credentials onToken = new Credentials(own.chain(), held);
    assertThatThrownBy(() -> ClassicKeys.insistOnUsable(FILE, onToken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("classic.pem is on a token")
        .hasMessageContaining("keep the key called classic in a file");
  }

  @Test
  void keyOfAnotherKindIsRefused() throws Exception {
    Credentials own = credentials("EC", 256);
    assertThatThrownBy(() -> ClassicKeys.insistOnUsable(FILE, own))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("classic clients know RSA alone");
  }

  private static Credentials credentials(String algorithm, int size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    KeyPair pair = generator.generateKeyPair();
    return new TestAuthority().issue(pair, "classic", KeyPurposeId.id_kp_serverAuth);
  }
}
