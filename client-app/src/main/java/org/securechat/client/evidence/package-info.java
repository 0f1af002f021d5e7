/** Receipts and bundles as files: what is written for an auditor and how it is checked. */
package org.securechat.client.evidence;
