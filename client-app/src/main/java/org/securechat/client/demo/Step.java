package org.securechat.client.demo;

import java.util.List;

/** What is done in one step. */
@FunctionalInterface
interface Step {
  /**
   * Does it.
   *
   * @return what there is to see, a line each
   * @throws Exception if it does not hold; the message says why
   */
  List<String> run() throws Exception;
}
