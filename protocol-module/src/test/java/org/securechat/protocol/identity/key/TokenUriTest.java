package org.securechat.protocol.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenUriTest {
  @Test
  void partsAreReadAsRfc7512HasThem() throws Exception {
    TokenUri uri =
        TokenUri.parse(
            Path.of("a"),
            "pkcs11:slot-id=3;object=a%20b+c;type=private?module-path=/x.so&pin-source=file:/pin");
    assertThat(uri.slot()).contains(3L);
    assertThat(uri.object()).contains("a b+c");
    assertThat(uri.module()).isEqualTo(Path.of("/x.so"));
    assertThat(uri.pin()).contains(Path.of("/pin"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pkcs11:object=a | does not name the token's library",
        "pkcs11:object=a?module-path=/none.so | which is not there",
        "pkcs11:object=a?module-path=/none.so&pin-value=4711 | has a PIN in it",
        "pkcs11:token=a?module-path=/none.so | 'token', which is not understood",
        "pkcs11:slot-id=x?module-path=/none.so | no number",
        "pkcs11:object=%zz?module-path=/none.so | begins no character"
      })
  void malformedNamesAreTold(String uri, String told) {
    assertThatThrownBy(() -> KeyFile.read(Path.of(uri), Passphrase.none()))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining(told);
  }
}
