package org.securechat.protocol.fuzz;

import java.util.Locale;
import org.securechat.protocol.channel.RecordTarget;
import org.securechat.protocol.evidence.verify.BundleTarget;
import org.securechat.protocol.handshake.HelloTarget;
import org.securechat.protocol.identity.CertificateTarget;
import org.securechat.protocol.identity.ListTarget;

/** What is fuzzed. */
enum Target {
  FRAME(FrameTarget.class, FrameTarget::fuzzerTestOneInput),
  HELLO(HelloTarget.class, HelloTarget::fuzzerTestOneInput),
  RECORD(RecordTarget.class, RecordTarget::fuzzerTestOneInput),
  JSON(JsonTarget.class, JsonTarget::fuzzerTestOneInput),
  STATEMENT(StatementTarget.class, StatementTarget::fuzzerTestOneInput),
  CERTIFICATE(CertificateTarget.class, CertificateTarget::fuzzerTestOneInput),
  LIST(ListTarget.class, ListTarget::fuzzerTestOneInput),
  BUNDLE(BundleTarget.class, BundleTarget::fuzzerTestOneInput);

  private final Class<?> program;
  private final Input input;

  Target(Class<?> program, Input input) {
    this.program = program;
    this.input = input;
  }

  /** The class as Jazzer wants it, with a method {@code fuzzerTestOneInput}. */
  Class<?> program() {
    return program;
  }

  /** Throws if a rule is broken. */
  void take(byte[] data) throws Exception {
    input.take(data);
  }

  /** Of the folder with its corpus. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  private interface Input {
    void take(byte[] data) throws Exception;
  }
}
