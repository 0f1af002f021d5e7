package org.securechat.web.session;

/**
 * How many sessions were ended.
 *
 * @param ended on this node
 */
public record EndedAnswer(int ended) {}
