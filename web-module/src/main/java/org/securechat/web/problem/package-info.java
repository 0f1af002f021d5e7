/**
 * Failures as {@code application/problem+json} (RFC 9457). {@code type} is {@code
 * urn:securechat:problem:CODE}; {@code instance} is the request's path; values that were not
 * accepted are listed in {@code errors}; an unexpected failure has no detail, but an {@code event}
 * under which the log tells the rest.
 */
package org.securechat.web.problem;
