package org.securechat.client.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.command.options.TrustOptions;
import org.securechat.client.identity.Identity;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.wire.ProtocolException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heads verify}: PROTOCOL.md §9.5, without a server. */
@Command(
    name = "verify",
    description = {
      "Check a file with signed heads: form, lines, signature, and the signer's certificate.",
      "Exit code 0 only if all of it is right, also in the file that this one builds on."
    },
    mixinStandardHelpOptions = true,
    footer = "  securechat heads verify heads-0000000057.txt --ca ca.pem")
final class HeadsVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the file")
  private Path file;

  @Mixin private TrustOptions trust;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "the receipt certificate with which the server signed, PEM"
              + " (default: issued/receipt.pem in --pki)")
  private Path certificate;

  @Mixin private OutputOptions output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output printer = output.open(spec);
    HeadsFile heads = verified(file);
    HeadsDocument document = heads.document();
    if (!document.isComplete()) {
      // PROTOCOL.md §9.5: the base is named by its hash and lists every room.
      if (!document.buildsOn(verified(base(document)).document())) {
        throw refused(base(document), "it is not the one that " + file + " builds on");
      }
    }
    printer.print(
        MessageJson.event("heads")
            .put("server", document.server())
            .put("number", document.number())
            .put("at", document.at())
            .put("rooms", document.rooms())
            .put("sha256", document.sha256()),
        printer.text().good()
            + " verified: heads number "
            + document.number()
            + " of "
            + SafeText.line(document.server())
            + ", "
            + document.at()
            + ", lists "
            + document.rooms()
            + (document.isComplete() ? " rooms, which are all" : " rooms that went on"));
    return 0;
  }

  private Path base(HeadsDocument document) {
    String name = String.format(Locale.ROOT, "heads-%010d.txt", document.baseNumber());
    return file.resolveSibling(name);
  }

  private HeadsFile verified(Path from) throws ClientException {
    try {
      if (Files.size(from) > HeadsFile.MAX_LENGTH) {
        throw refused(from, "it is too long");
      }
      HeadsFile heads = HeadsFile.parse(Files.readAllBytes(from));
      checkSignature(from, heads);
      return heads;
    } catch (IOException e) {
      throw new ClientException("cannot read " + from, "Name a file with signed heads.", e);
    } catch (EvidenceException e) {
      throw refused(from, e.getMessage());
    }
  }

  private void checkSignature(Path from, HeadsFile heads)
      throws ClientException, EvidenceException {
    HeadsDocument document = heads.document();
    X509Certificate signer = signer(from, Timestamps.parse(document.at()), document.certificate());
    Optional<SignatureScheme> scheme = SignatureScheme.forKey(signer.getPublicKey());
    // PROTOCOL.md §9.5: over exactly the bytes of the first line.
    if (scheme.isEmpty()
        || !scheme.get().verify(signer.getPublicKey(), document.encode(), heads.signature())) {
      throw refused(from, "the signature does not verify");
    }
  }

  private X509Certificate signer(Path from, Instant at, String sha256) throws ClientException {
    Path chainFile = certificate == null ? trust.pki().resolve("issued/receipt.pem") : certificate;
    try {
      List<X509Certificate> chain = PemFiles.certificates(chainFile);
      X509Certificate signer = chain.getFirst();
      if (!Digests.sha256Hex(signer.getEncoded()).equals(sha256)) {
        throw refused(from, "it is signed with another certificate, " + sha256);
      }
      new CertificateRules(
              Identity.authorities(trust.authorities()),
              issuer -> List.of(),
              RevocationPolicy.ALLOW,
              Clock.fixed(at, ZoneOffset.UTC))
          .verify(chain, Purpose.RECEIPT);
      return signer;
    } catch (IOException e) {
      throw new ClientException(
          "cannot read " + chainFile,
          "Name the server's receipt certificate with --certificate FILE.",
          e);
    } catch (ProtocolException | CertificateEncodingException e) {
      throw refused(from, "its signer's certificate is not accepted: " + e.getMessage());
    }
  }

  private static ClientException refused(Path file, String why) {
    return new ClientException(
        file + " proves nothing: " + why, "Compare it with another copy of the file.");
  }
}
