package org.securechat.client.demo;

import java.time.Duration;

/** What a demonstration shows. */
interface DemoScript {

  /** Shows all of it, or as much as makes sense. Servers are stopped afterwards in any case. */
  void run();

  /** Stops what is still running and removes the folder unless it is to be kept. */
  void cleanUp(boolean keep, Duration limit);
}
