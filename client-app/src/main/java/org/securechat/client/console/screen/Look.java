package org.securechat.client.console.screen;

import java.nio.charset.Charset;
import java.time.Clock;
import java.time.ZoneId;

/**
 * What the user's terminal and the user's place ask for.
 *
 * @param theme its colours
 * @param charset what it can show
 * @param widths how it counts columns
 * @param zone the user's time zone
 * @param clock what day it is
 */
public record Look(Theme theme, Charset charset, Widths widths, ZoneId zone, Clock clock) {}
