package org.securechat.client.pki.est;

import java.net.http.HttpHeaders;

/**
 * What an EST server answered, whole and within bounds.
 *
 * @param status of HTTP; 200 or 202
 * @param headers as they came
 * @param body at most {@link EstHttp#MAX_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // Read once, by the class that asked for it.
record EstAnswer(int status, HttpHeaders headers, byte[] body) {
  static final int ACCEPTED = 202;

  boolean isPending() {
    return status == ACCEPTED;
  }
}
