package org.securechat.client.attack.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.client.ClientException;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.crypto.HeldKey;
import org.securechat.protocol.identity.Credentials;

/** Who can speak the classic protocol. */
class ClassicChatSessionTest {
  @TempDir private Path folder;

  @Test
  void keyOnATokenIsRefusedBeforeTheServerIsAsked() throws Exception {
    Credentials carol =
        new PkiFolder(folder)
            .issue(CertificateOrder.of("carol", CertificateKind.CLIENT).withKey(KeyKind.RSA2048));
    HeldKey held = new HeldKey(carol.privateKey(), Security.getProvider("SunRsaSign"));
    Credentials onToken = new Credentials(carol.chain(), held);
    ClientException refused =
        catchThrowableOfType(ClientException.class, () -> ClassicChatSession.open(null, onToken));
    assertThat(refused).hasMessageContaining("your key is on a token");
    assertThat(refused.remedy()).contains("in a file");
  }
}
