/**
 * The description of the interface. It is written by hand, in files by subject beside this package:
 * the document is {@code head}, the {@code paths} of every subject, the {@code schemas} of every
 * subject, and {@code tail}. A test compares it with the resources, operation by operation.
 */
package org.securechat.web.openapi;
