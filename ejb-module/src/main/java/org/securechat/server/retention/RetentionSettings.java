package org.securechat.server.retention;

import org.securechat.server.room.Retention;

import java.time.Duration;

/** What the operator says about retention. */
public interface RetentionSettings {
  /** For rooms that have no rule of their own. */
  Retention defaultRetention();

  /** How often the server looks for what is due. */
  Duration interval();
}
