/**
 * Records as JSON: members in {@code snake_case} as in the chat protocol, absent rather than null,
 * times as everywhere else in the system; in requests no member that is not known, because a
 * misspelt one would otherwise be ignored.
 *
 * <p>Jackson does it, with providers of our own around it: they bound the size of a request and
 * turn faults into problems. Jakarta JSON Binding cannot: its implementation in Payara knows
 * records only where class files for newer releases are looked for inside archives, which Payara
 * Micro does not do. There, it would write every record as <code>{}</code>.
 */
package org.securechat.web.json;
