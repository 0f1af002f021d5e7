/**
 * Holding two records against each other (PROTOCOL.md §11.3): what each side is and proves by
 * itself, how the two relate, and the folder that shows a third party that a server signed two
 * histories.
 */
package org.securechat.protocol.evidence.compare;
