package org.securechat.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** An operator who searches the manual for an event's number must find one event. */
class EventCatalogueTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(SC-[A-Z]\\d{3})` \\| (\\w+) \\| (.+?) \\| (.+?) \\|$");

  private static final Pattern NAMES = Pattern.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\| ");

  private static final Path MANUAL = Path.of("../docs/OPERATIONS.md");

  /** What each line of the JSON log has, whatever the event is. */
  private static final Set<String> RESERVED =
      Set.of("time", "level", "event", "logger", "message", "thread", "exception");

  private static final Map<Level, String> LEVELS =
      Map.of(
          Level.SEVERE, "error", Level.WARNING, "warning", Level.INFO, "info", Level.FINE, "debug");

  private static final List<Class<?>> CATALOGUES = new ArrayList<>();
  private static final List<LogEvent> EVENTS = new ArrayList<>();

  @BeforeAll
  static void read() throws Exception {
    for (Code module : List.of(Code.CONNECTOR, Code.EJB, Code.WEB)) {
      for (JavaClass type : module.classes()) {
        if (type.getFields().stream()
            .anyMatch(f -> f.getRawType().isEquivalentTo(LogEvent.class))) {
          CATALOGUES.add(Class.forName(type.getName(), true, LOADER));
        }
      }
    }
    for (Class<?> catalogue : CATALOGUES) {
      for (Field field : catalogue.getDeclaredFields()) {
        if (field.getType() == LogEvent.class) {
          field.setAccessible(true);
          EVENTS.add((LogEvent) field.get(null));
        }
      }
    }
    assertThat(EVENTS).as("declared events").hasSizeGreaterThan(50);
  }

  /** The web module is not on this module's class path. */
  private static final ClassLoader LOADER =
      new URLClassLoader(
          new URL[] {Code.WEB.location()}, EventCatalogueTest.class.getClassLoader());

  @Test
  void everyEventNumberIsUsedOnce() {
    assertThat(EVENTS).extracting(LogEvent::number).doesNotHaveDuplicates();
    assertThat(EVENTS).allSatisfy(event -> assertThat(event.number()).matches("SC-[A-Z]\\d{3}"));
  }

  /** The reader of a number wants to know what it means and what to do. */
  @Test
  void manualListsExactlyTheDeclaredEvents() throws IOException {
    Map<String, String> declared = new TreeMap<>();
    EVENTS.forEach(event ->
        declared.put(
            event.number(),
            LEVELS.get(event.level()) + " | " + event.template().replaceAll("\\{\\w+}", "…")));
    Map<String, String> explained = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(MANUAL));
    while (rows.find()) {
      assertThat(explained.put(rows.group(1), rows.group(2) + " | " + rows.group(3)))
          .as("another row of %s", rows.group(1))
          .isNull();
    }
    assertThat(explained).as("rows `number` | level | line in %s", MANUAL).isEqualTo(declared);
  }

  @Test
  void manualListsExactlyTheNamesOfValues() throws IOException {
    Set<String> explained = new TreeSet<>();
    String manual = Files.readString(MANUAL);
    Matcher rows =
        NAMES.matcher(
            manual.substring(manual.indexOf("| name | value |"), manual.indexOf("### The events")));
    while (rows.find()) {
      Stream.of(rows.group(1).split(", "))
          .map(name -> name.replace("`", ""))
          .forEach(explained::add);
    }
    Set<String> used = new TreeSet<>();
    EVENTS.forEach(event -> used.addAll(event.names()));
    assertThat(explained).as("names in %s", MANUAL).isEqualTo(used);
    assertThat(used).doesNotContainAnyElementsOf(RESERVED);
  }

  /** Each method of a catalogue gives its event as many values as the template names. */
  @Test
  void everyEventIsLoggedWithAllItsValues() throws Exception {
    Set<String> written = new TreeSet<>();
    Handler recorder = new RecordingHandler(written);
    Logger logger = Logger.getLogger("org.securechat");
    Level before = logger.getLevel();
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(recorder);
    try {
      for (Class<?> catalogue : CATALOGUES) {
        for (Method method : catalogue.getDeclaredMethods()) {
          if (Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
            method.setAccessible(true);
            method.invoke(null, examples(method, true));
            method.invoke(null, examples(method, false));
          }
        }
      }
    } finally {
      logger.removeHandler(recorder);
      logger.setUseParentHandlers(true);
      logger.setLevel(before);
    }
    Set<String> declared = new TreeSet<>();
    EVENTS.forEach(event -> declared.add(event.number()));
    assertThat(written).isEqualTo(declared);
  }

  @Test
  void onlyEventLogWritesToTheLog() {
    for (Code module : List.of(Code.CONNECTOR, Code.EJB, Code.WEB, Code.PROTOCOL)) {
      noClasses()
          .that()
          .doNotBelongToAnyOf(EventLog.class)
          .should()
          .callMethod(System.class, "getLogger", String.class)
          .orShould()
          .callMethod(Logger.class, "getLogger", String.class)
          .because("a line without a number is in no manual: declare a LogEvent")
          .check(module.classes());
    }
  }

  private static Object[] examples(Method method, boolean flag) throws Exception {
    List<Object> examples = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      examples.add(example(type, flag));
    }
    return examples.toArray();
  }

  private static Object example(Class<?> type, boolean flag) throws Exception {
    if (type == long.class || type == int.class) {
      return 7;
    } else if (type == boolean.class) {
      return flag;
    } else if (type == String.class) {
      return "text";
    } else if (type == UUID.class) {
      return new UUID(1, 2);
    } else if (type == Instant.class) {
      return Instant.EPOCH;
    } else if (type.isAssignableFrom(InetSocketAddress.class)) {
      return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80);
    } else if (type.isAssignableFrom(IllegalStateException.class)) {
      return new IllegalStateException("reason");
    } else if (type == List.class) {
      return List.of();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type == Connection.class) {
      return Proxy.newProxyInstance(
          LOADER,
          new Class<?>[] {type},
          (proxy, called, arguments) -> called.getReturnType() == long.class ? 7L : null);
    }
    return made(type);
  }

  /** By the first constructor or factory that takes examples itself. */
  private static Object made(Class<?> type) throws Exception {
    for (var constructor : type.getDeclaredConstructors()) {
      constructor.setAccessible(true);
      List<Object> examples = new ArrayList<>();
      for (Class<?> parameter : constructor.getParameterTypes()) {
        examples.add(example(parameter, true));
      }
      return constructor.newInstance(examples.toArray());
    }
    throw new AssertionError("no example of " + type);
  }

  private static final class RecordingHandler extends Handler {
    private final Set<String> numbers;

    RecordingHandler(Set<String> numbers) {
      this.numbers = numbers;
    }

    @Override
    public void publish(LogRecord entry) {
      numbers.add((String) ((Map<?, ?>) entry.getParameters()[0]).get(LogEvent.NUMBER));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
