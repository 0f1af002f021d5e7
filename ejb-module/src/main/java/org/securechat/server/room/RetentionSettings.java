package org.securechat.server.room;

import java.time.Duration;

/** What the operator says about retention. */
public interface RetentionSettings {
  /** For rooms that have no rule of their own. */
  Retention defaultRetention();

  /** How often the server looks for what is due. */
  Duration interval();
}
