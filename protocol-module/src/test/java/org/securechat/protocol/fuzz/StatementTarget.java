package org.securechat.protocol.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.StoredZip;
import org.securechat.protocol.evidence.TranscriptLine;

/** What is signed: there is one text for one value, and no other is accepted (PROTOCOL.md §8). */
public final class StatementTarget {
  private static final List<Form> FORMS =
      List.of(
          data -> MessagePayload.parse(data).encode(),
          data -> EventPayload.parse(data).encode(),
          data -> AuditPayload.parse(data).encode(),
          data -> Receipt.parse(data).encode(),
          data -> Countersignature.parse(data).encode(),
          data -> HeadsDocument.parse(data).encode(),
          data -> HeadsFile.parse(data).encode(),
          StatementTarget::line);

  private StatementTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    for (Form form : FORMS) {
      try {
        Broken.unless(Arrays.equals(form.readAndWrite(data), data));
      } catch (EvidenceException e) {
        // Refused, as nearly everything is.
      }
    }
    try {
      StoredZip.read(data);
    } catch (EvidenceException e) {
      // The same.
    }
  }

  private static byte[] line(byte[] data) throws EvidenceException {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    return TranscriptLine.parse(text).format().getBytes(StandardCharsets.ISO_8859_1);
  }

  private interface Form {
    byte[] readAndWrite(byte[] data) throws EvidenceException;
  }
}
