package org.securechat.client.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.file.OwnerOnly;

/**
 * The revocation lists that receipts name, each a file with its hash as its name: without them a
 * receipt's bundle is not complete. Confined to one thread.
 */
final class KeptLists {
  private static final long MAX_LENGTH = 64L << 20;

  private final SenderCertificates.Trust trust;
  private final Path folder;

  KeptLists(SenderCertificates.Trust trust, Path account) {
    this.trust = trust;
    this.folder = account.resolve("revocation");
  }

  /**
   * Keeps those lists.
   *
   * @param connection to fetch those from that are not here
   */
  void keep(Iterable<String> hashes, ChatConnection connection)
      throws IOException, ClientException {
    for (String sha256 : hashes) {
      if (!have(sha256)) {
        write(sha256, fetch(sha256, connection));
      }
    }
  }

  /** Keeps those of the lists that are this client's own, too. */
  void keepOwn(Iterable<String> hashes) throws IOException {
    for (String sha256 : hashes) {
      have(sha256);
    }
  }

  private boolean have(String sha256) throws IOException {
    if (Files.exists(folder.resolve(sha256 + ".der"))) {
      return true;
    }
    for (X509Certificate anchor : trust.anchors()) {
      for (X509CRL own : trust.revocations().crlsFor(anchor)) {
        byte[] der = encoded(own);
        if (Digests.sha256Hex(der).equals(sha256)) {
          write(sha256, der);
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] encoded(X509CRL list) throws IOException {
    try {
      return list.getEncoded();
    } catch (CRLException e) {
      throw new IOException("a revocation list has no encoding", e);
    }
  }

  private static byte[] fetch(String sha256, ChatConnection connection) throws ClientException {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    long size;
    do {
      long offset = list.size();
      Answer.RevocationListAnswer answer =
          connection.ask(
              id -> new Request.RevocationListRequest(id, sha256, offset),
              Answer.RevocationListAnswer.class);
      size = answer.size();
      if (answer.part().length == 0 || size > MAX_LENGTH) {
        throw new ClientException("the server does not send the revocation list " + sha256);
      }
      list.writeBytes(answer.part());
    } while (list.size() < size);
    byte[] der = list.toByteArray();
    if (!Digests.sha256Hex(der).equals(sha256)) {
      throw new ClientException("the server sent another revocation list than " + sha256);
    }
    return der;
  }

  private void write(String sha256, byte[] der) throws IOException {
    OwnerOnly.createFolder(folder);
    OwnerOnly.write(folder.resolve(sha256 + ".der"), der);
  }
}
