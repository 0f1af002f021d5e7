package org.securechat.protocol.evidence.report;

import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;

/** How a reader can check it again, with either program. */
final class RepeatSection {
  private final ReportContext context;

  RepeatSection(ReportContext context) {
    this.context = context;
  }

  void write(ReportPage page) {
    page.section("repeat", "How to repeat it")
        .raw("<p>Each holder of a page can change it. The proof is the bundle, and two")
        .raw(" programs check it without a server and without each other.")
        .raw(context.packed() ? " <em>Neither of them looks at this page.</em>" : "")
        .raw("</p>\n<ol>\n<li>Get the authority&#8217;s certificate <em>from the organisation")
        .raw(" itself</em>, not from the bundle, and compare its fingerprint:")
        .raw("<pre>openssl x509 -in ca.pem -noout -subject -fingerprint -sha256</pre></li>\n")
        .raw("<li>With the script, in the unpacked bundle; it needs <code>openssl</code> 3.0 and")
        .raw(" can be read in ten minutes:<pre>sha256sum verify.sh README.txt\n")
        .raw("sh verify.sh /path/to/ca.pem</pre><p>The first command must show these hashes, which")
        .raw(" EVIDENCE.md of the product publishes, too:</p><pre>");
    for (String file : new String[] {BundleLayout.SCRIPT, BundleLayout.README}) {
      page.raw(Digests.sha256Hex(BundleLayout.constant(file)) + "  " + file + "\n");
    }
    page.raw("</pre></li>\n<li>With the product&#8217;s own program:")
        .raw("<pre>securechat verify BUNDLE --ca ca.pem</pre></li>\n")
        .raw("<li>Ask the authority for its newest revocation list, and let it count:")
        .raw("<pre>sh verify.sh --crl newest.crl /path/to/ca.pem\n")
        .raw("securechat verify BUNDLE --ca ca.pem --crl newest.crl</pre></li>\n</ol>\n")
        .raw("<p>Both must end with the same verdict. What it proves and what it does not is in")
        .raw(" EVIDENCE.md.</p>\n")
        .endSection();
  }
}
