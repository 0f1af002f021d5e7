package org.securechat.server.retention;

import java.time.Duration;
import org.securechat.server.room.Retention;

/** What the operator says about retention. */
public interface RetentionSettings {
  /** For rooms that have no rule of their own. */
  Retention defaultRetention();

  /** How often the server looks for what is due. */
  Duration interval();
}
