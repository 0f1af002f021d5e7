package org.securechat.server.search;

import java.time.Duration;

/**
 * What the operator says about searches of members.
 *
 * @param permitted whether there are any
 * @param longest for how long one page is searched
 */
public record MemberSearchSettings(boolean permitted, Duration longest) {}
