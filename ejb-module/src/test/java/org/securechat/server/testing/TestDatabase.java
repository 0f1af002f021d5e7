package org.securechat.server.testing;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.securechat.server.schema.SchemaMigration;

/**
 * A fresh database for each test, with the migrations applied and the server's persistence unit on
 * it: an H2 in memory, or one on the server that {@code -Pmysql} or {@code -Pmariadb} starts.
 * Register it on a field: {@code @RegisterExtension final TestDatabase database = new
 * TestDatabase();}. Safe for many threads.
 */
public final class TestDatabase implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
  /** Held, because the log manager forgets a logger's level together with the logger. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  static {
    FLYWAY.setLevel(Level.WARNING);
  }

  private final Supplier<Storage> place;
  private final boolean migrated;
  private Storage storage;
  private UnaryOperator<DataSource> wiring = UnaryOperator.identity();

  // A thread may work with two databases at once.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<EntityManager> present = new ThreadLocal<>();

  private JdbcConnectionPool pool;
  private EntityManagerFactory factory;

  public TestDatabase() {
    this(Storage::fresh);
  }

  private TestDatabase(Supplier<Storage> place) {
    this(place, true);
  }

  private TestDatabase(Supplier<Storage> place, boolean migrated) {
    this.place = place;
    this.migrated = migrated;
  }

  /** One without any table, which somebody else makes. */
  public static TestDatabase withoutTables() {
    return new TestDatabase(Storage::fresh, false);
  }

  /**
   * One of that name, as the server has it: there again after {@link #shutDown} and for another
   * process.
   *
   * @param file where H2 keeps it, without its extension
   */
  public static TestDatabase in(Path file) {
    return new TestDatabase(() -> Storage.in(file));
  }

  /**
   * An H2 as the server has it, on another file system than the usual one.
   *
   * @param place what {@code jdbc:h2:} is followed by, up to the options
   */
  public static TestDatabase at(String place) {
    return new TestDatabase(() -> H2Storage.at(place));
  }

  /** One that compares text without case, as MySQL and MariaDB do by default. */
  public static TestDatabase ignoringCase() {
    return new TestDatabase(Storage::ignoringCase);
  }

  /** A data source on an empty database. */
  public static DataSource emptyDataSource() {
    return JdbcConnectionPool.create(Storage.fresh().connections());
  }

  /** Whether other processes can use the database, too: MySQL or MariaDB. */
  public static boolean isServer() {
    return !System.getProperty("securechat.test.database", "").isBlank();
  }

  /** What a Java command needs to be told so that {@link #in} finds the same there. */
  public static List<String> optionsOfAnotherProcess() {
    return Storage.optionsOfAnotherProcess();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    open();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  public void open() {
    storage = place.get();
    pool = JdbcConnectionPool.create(storage.connections());
    pool.setMaxConnections(32);
    if (migrated) {
      new SchemaMigration(pool).run();
    }
    reopen();
  }

  /** Puts something between the persistence unit and the database from the next opening on. */
  public TestDatabase through(UnaryOperator<DataSource> something) {
    wiring = something;
    return this;
  }

  /** Throws every cached entity away, as a restart of the server does; the rows stay. */
  public void reopen() {
    if (factory != null) {
      factory.close();
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put("jakarta.persistence.transactionType", "RESOURCE_LOCAL");
    settings.put("jakarta.persistence.jtaDataSource", "");
    settings.put("jakarta.persistence.nonJtaDataSource", wiring.apply(pool));
    settings.put("eclipselink.session-name", UUID.randomUUID().toString());
    settings.put("eclipselink.weaving", "false");
    factory = Persistence.createEntityManagerFactory("securechat", settings);
    // In transactions of its own EclipseLink sleeps and begins again when the database is away; in
    // the container's, as in the server, it does not.
    factory.unwrap(ServerSession.class).getLogin().setQueryRetryAttemptCount(0);
  }

  @Override
  public void close() {
    factory.close();
    factory = null;
    pool.dispose();
    storage.end();
  }

  /** Ends the database under its users. One in a file comes back with the next connection. */
  public void shutDown() {
    storage.shutDown();
  }

  /** As {@link #dataSource}, without a pool: whoever closes a connection has ended it. */
  public DataSource unpooled() {
    return (DataSource) storage.connections();
  }

  public DataSource dataSource() {
    return pool;
  }

  /** As {@link #dataSource}, with what {@link #through} puts in between. */
  public DataSource wired() {
    return wiring.apply(pool);
  }

  /** The caller closes it. */
  public EntityManager entityManager() {
    return factory.createEntityManager();
  }

  /** Runs the work in a transaction of its own; an exception rolls it back and is rethrown. */
  public <T> T inTransaction(Function<EntityManager, T> work) {
    EntityManager em = entityManager();
    EntityManager outer = present.get();
    try {
      em.getTransaction().begin();
      present.set(em);
      T result = work.apply(em);
      em.getTransaction().commit();
      return result;
    } finally {
      if (em.getTransaction().isActive()) {
        em.getTransaction().rollback();
      }
      em.close();
      present.set(outer);
    }
  }

  /**
   * What the container injects: uses the entity manager of the transaction that the thread is in.
   */
  public EntityManager joined() {
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(
                    Objects.requireNonNull(present.get(), "no transaction"), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  public void doInTransaction(Consumer<EntityManager> work) {
    inTransaction(em -> {
      work.accept(em);
      return null;
    });
  }

  /**
   * Does for a bean what the container does: each call of the interface gets a transaction and an
   * entity manager of its own.
   *
   * @param bean makes the bean for one call
   */
  public <T> T perCall(Class<T> type, Function<EntityManager, ? extends T> bean) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return inTransaction(em -> {
                  try {
                    return method.invoke(bean.apply(em), arguments);
                  } catch (InvocationTargetException e) {
                    throw new Thrown(e.getCause());
                  } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                  }
                });
              } catch (Thrown e) {
                throw e.getCause();
              }
            }));
  }

  /** The same for a bean that takes part in the transaction of its caller if there is one. */
  public <T> T joining(Class<T> type, Function<EntityManager, ? extends T> bean) {
    T alone = perCall(type, bean);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                EntityManager outer = present.get();
                return method.invoke(outer == null ? alone : bean.apply(outer), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static final class Thrown extends RuntimeException {
    Thrown(Throwable cause) {
      super(cause);
    }
  }
}
