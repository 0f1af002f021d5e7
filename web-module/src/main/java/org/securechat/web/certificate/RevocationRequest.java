package org.securechat.web.certificate;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.certificate.CertificateAdministration;
import org.securechat.server.certificate.RevocationReason;

/**
 * Why a certificate is to be revoked.
 *
 * @param reason a name of RFC 5280 §5.3.1
 * @param note what else there is to say
 * @param certificate PEM, for a certificate that this server has not seen
 */
public record RevocationRequest(
    @NotNull @Size(max = 32) String reason,
    @Size(max = CertificateAdministration.MAX_NOTE) String note,
    @Size(max = 32_768) String certificate) {

  RevocationReason why() {
    return RevocationReason.of(reason)
        .orElseThrow(() ->
            AdministrationException.invalid(
                "reason",
                "must be unspecified, keyCompromise, cACompromise, affiliationChanged,"
                    + " superseded, cessationOfOperation or privilegeWithdrawn"));
  }

  String remark() {
    return note == null ? "" : note;
  }

  Optional<byte[]> presented() {
    return Optional.ofNullable(certificate).map(pem -> pem.getBytes(StandardCharsets.US_ASCII));
  }
}
