package org.securechat.it.process;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Attaches what the processes of a test have said to its failure. */
public final class FailureReport
    implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withReports(failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withReports(failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withReports(failure);
  }

  private static Throwable withReports(Throwable failure) {
    for (RunningProcess process : RunningProcess.started()) {
      failure.addSuppressed(new Report(process.report()));
    }
    return failure;
  }

  /** Not a failure of its own: a text that travels with one. */
  private static final class Report extends Exception {
    private static final long serialVersionUID = 1L;

    Report(String text) {
      super(text, null, false, false);
    }
  }
}
