/**
 * The record for reading: one HTML page from what the verifier proved, without network, script or
 * font of its own, for screens and for paper (EVIDENCE.md, "The record for reading").
 *
 * <p>{@link org.securechat.protocol.evidence.report.RecordReport} lists the parts in their order.
 * Everything goes through {@link org.securechat.protocol.evidence.report.ReportPage}, whose {@code
 * text} is the one door for what a bundle says.
 */
package org.securechat.protocol.evidence.report;
