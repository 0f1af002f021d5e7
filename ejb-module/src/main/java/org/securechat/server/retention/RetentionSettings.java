package org.securechat.server.retention;

import java.time.Duration;
import org.securechat.server.room.Retention;

/**
 * What the operator says about retention.
 *
 * @param defaultRetention for rooms that have no rule of their own
 * @param interval how often the server looks for messages that are due to be erased
 * @param invitationDays after which an invitation ends that was not answered; 0 for never
 */
public record RetentionSettings(
    Retention defaultRetention, Duration interval, int invitationDays) {}
