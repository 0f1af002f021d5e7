/** What leaves the record: transcripts, evidence bundles and receipts. */
package org.securechat.web.transcript;
