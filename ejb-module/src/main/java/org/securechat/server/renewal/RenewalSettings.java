package org.securechat.server.renewal;

import java.time.Duration;

/**
 * How the server looks after its certificates while it runs.
 *
 * @param interval between two looks at their files
 */
public record RenewalSettings(Duration interval) {}
