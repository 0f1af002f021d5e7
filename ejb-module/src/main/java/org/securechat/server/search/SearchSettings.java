package org.securechat.server.search;

import java.time.Duration;

/**
 * What the operator says about search.
 *
 * @param indexed whether there is an index; without one every search reads all lines
 * @param interval how often the server looks for lines to index; a room in which nothing was said
 *     for six of them is indexed to its end
 */
public record SearchSettings(boolean indexed, Duration interval) {}
