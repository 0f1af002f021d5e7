package org.securechat.it.testbed;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.it.process.FailureReport;

/**
 * A test from outside. A parameter of type {@link TestBed} is the shared one; nothing waits longer
 * than six minutes.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({FailureReport.class, SharedServer.class})
@Timeout(value = 6, unit = TimeUnit.MINUTES)
public @interface BlackBox {}
