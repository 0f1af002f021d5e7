/**
 * Records as JSON: members in {@code snake_case} as in the chat protocol, absent rather than null,
 * times as everywhere else in the system; in requests no member that is not known, because a
 * misspelt one would otherwise be ignored.
 *
 * <p>This is not left to Jakarta JSON Binding because its implementation in Payara knows records
 * only where class files for newer releases are looked for inside archives, which Payara Micro does
 * not do: there every record would be written as <code>{}</code>.
 */
package org.securechat.web.json;
