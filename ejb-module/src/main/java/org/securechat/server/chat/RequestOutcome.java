package org.securechat.server.chat;

import org.securechat.server.DomainException;

/**
 * Told how a request has ended that is decided after its call has returned. One of the two is
 * called, once, on the thread that knows the end; it must be quick.
 */
public interface RequestOutcome {

  /** The request was carried out; its answer is on its way. */
  void done();

  /** The request was refused; the peer has no answer yet. */
  void refused(DomainException reason);
}
