package org.securechat.protocol.evidence.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.securechat.protocol.evidence.report.RecordReport;
import org.securechat.protocol.evidence.report.ReportContext;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.testkit.TestPki;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A report, read by a strict parser: whatever is in a bundle, its page is well-formed. */
final class Page {
  static final ReportContext ASKED =
      ReportContext.asked("program 1.0", TestPki.NOW, "From the file ca.pem.");
  static final ReportContext PACKED = ReportContext.packed("program 1.0", "By the server.");

  private static final EvidenceVerifier VERIFIER =
      new EvidenceVerifier(List.of(Judged.PKI.certificate()), RevocationPolicy.REFUSE);

  private final Document document;
  private final XPath paths = XPathFactory.newInstance().newXPath();

  Page(String html) throws Exception {
    String xml = html.substring("<!DOCTYPE html>\n".length());
    this.document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  static Page of(SortedMap<String, byte[]> files) throws Exception {
    return new Page(write(examined(files), ASKED));
  }

  static Examination examined(SortedMap<String, byte[]> files) {
    return VERIFIER.examine(files);
  }

  static String write(Examination examined, ReportContext context) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RecordReport(examined, VERIFIER.authorities(), context).writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Of the first element with that path. */
  String text(String path) throws Exception {
    return paths.evaluate("//" + path, document);
  }

  String section(String id) throws Exception {
    return paths.evaluate("//section[@aria-labelledby='" + id + "']", document);
  }

  String line(long position) throws Exception {
    return paths.evaluate("//li[@id='l" + position + "']", document);
  }

  String state(long position) throws Exception {
    return paths.evaluate("//li[@id='l" + position + "']/span[@class='state']", document);
  }

  List<Element> elements(String path) throws Exception {
    NodeList nodes = (NodeList) paths.evaluate("//" + path, document, XPathConstants.NODESET);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
