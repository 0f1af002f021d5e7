package org.securechat.protocol.fuzz;

import java.util.Locale;
import org.securechat.protocol.channel.RecordTarget;
import org.securechat.protocol.evidence.verify.BundleTarget;
import org.securechat.protocol.handshake.HelloTarget;
import org.securechat.protocol.identity.CertificateTarget;
import org.securechat.protocol.identity.ListTarget;

/** What is fuzzed. */
enum Target {
  FRAME(FrameTarget.class),
  HELLO(HelloTarget.class),
  RECORD(RecordTarget.class),
  JSON(JsonTarget.class),
  STATEMENT(StatementTarget.class),
  CERTIFICATE(CertificateTarget.class),
  LIST(ListTarget.class),
  BUNDLE(BundleTarget.class);

  private final Class<?> program;

  Target(Class<?> program) {
    this.program = program;
  }

  /** The class as Jazzer wants it, with a method {@code fuzzerTestOneInput}. */
  Class<?> program() {
    return program;
  }

  /** Throws if a rule is broken. */
  void take(byte[] data) throws ReflectiveOperationException {
    program.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, data);
  }

  /** Of the folder with its corpus. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
