package org.securechat.server.admin.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.securechat.server.account.StoredPassword;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.actor.Role;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;

/**
 * What administrators do with administrators. A change is durable, together with its line in the
 * audit log, when the call returns; it waits for the ledger's writer, so the caller must not hold a
 * transaction. Of the active ones who may do everything the last cannot be lost: changes run one
 * after the other on that writer, so two who remove each other cannot both succeed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Administrators {
  private static final String CERTIFICATE = "certificate";

  private final JpaAdministrators table;
  private final AuditLog audit;
  private final Clock clock;

  /** For the container's proxy. */
  public Administrators() {
    this(null, null, null);
  }

  @Inject
  public Administrators(JpaAdministrators table, AuditLog audit, Clock clock) {
    this.table = table;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * One page.
   *
   * @param after the last name of the previous page, or the empty string
   * @param limit at most that many, in order of name
   */
  public List<Administrator> page(String after, int limit) {
    return table.page(after, limit);
  }

  /**
   * Finds the administrator of that name.
   *
   * @throws AdministrationException {@code NOT_FOUND}
   */
  public Administrator get(String name) {
    return table.byName(name).orElseThrow(Administrators::notFound);
  }

  /**
   * Makes an administrator.
   *
   * @throws AdministrationException {@code NAME_TAKEN}; {@code CONFLICT} if the certificate is
   *     another's
   */
  public Administrator create(NewAdministrator wanted, Actor actor) {
    Administrator created =
        new Administrator(
            wanted.name(),
            wanted.role(),
            wanted.password().orElse(null),
            wanted.certificate(),
            clock.instant());
    audit.perform(
        event(AuditAction.ADMINISTRATOR_CREATE, wanted.name(), actor)
            .with("role", wanted.role().wireName())
            .with("password", wanted.password().isPresent() ? "yes" : "no")
            .with(CERTIFICATE, wanted.certificate().kind().wireName()),
        () -> {
          if (table.byName(wanted.name()).isPresent()) {
            throw AdministrationException.nameTaken("an administrator of that name exists");
          }
          requireFree(wanted.certificate(), wanted.name());
          table.addWithin(created);
        });
    return get(wanted.name());
  }

  /**
   * Gives an administrator of that name, who may exist or not, exactly these means to log in, and
   * lets them in.
   */
  public Administrator enrol(NewAdministrator wanted, Actor actor) {
    if (table.byName(wanted.name()).isEmpty()) {
      return create(wanted, actor);
    }
    AuditEvent event =
        event(AuditAction.ADMINISTRATOR_REPLACE, wanted.name(), actor)
            .with("role", wanted.role().wireName())
            .with("password", wanted.password().isPresent() ? "yes" : "no")
            .with(CERTIFICATE, wanted.certificate().kind().wireName());
    return change(
        event,
        ExpectedVersion.any(),
        known -> {
          requireFree(wanted.certificate(), wanted.name());
          known.changeRole(wanted.role(), clock.instant());
          known.changePassword(wanted.password().orElse(null), clock.instant());
          known.changeCertificate(wanted.certificate(), clock.instant());
          known.enable(clock.instant());
        });
  }

  /** Replaces a password; the old one stops working at once. */
  public Administrator changePassword(
      String name, StoredPassword password, ExpectedVersion expected, Actor actor) {
    return change(
        event(AuditAction.ADMINISTRATOR_PASSWORD, name, actor),
        expected,
        known -> known.changePassword(password, clock.instant()));
  }

  /**
   * Says which certificate logs an administrator in.
   *
   * @throws AdministrationException {@code CONFLICT} if it is another's, or if there would be no
   *     way left to log in
   */
  public Administrator changeCertificate(
      String name, CertificateRule rule, ExpectedVersion expected, Actor actor) {
    return change(
        event(AuditAction.ADMINISTRATOR_CERTIFICATE, name, actor)
            .with(CERTIFICATE, rule.kind().wireName())
            .with("sha256", rule.sha256() == null ? "" : rule.sha256()),
        expected,
        known -> {
          requireFree(rule, name);
          if (rule.kind() == CertificateRule.Kind.NONE && !known.hasPassword()) {
            throw AdministrationException.conflict("there is no password to log in with instead");
          }
          known.changeCertificate(rule, clock.instant());
        });
  }

  /** Says what an administrator may do. */
  public Administrator changeRole(String name, Role role, ExpectedVersion expected, Actor actor) {
    return change(
        event(AuditAction.ADMINISTRATOR_ROLE, name, actor).with("role", role.wireName()),
        expected,
        known -> known.changeRole(role, clock.instant()));
  }

  /** Locks an administrator out. */
  public Administrator disable(String name, ExpectedVersion expected, Actor actor) {
    return change(
        event(AuditAction.ADMINISTRATOR_DISABLE, name, actor),
        expected,
        known -> known.disable(clock.instant()));
  }

  /** Lets an administrator in again. */
  public Administrator enable(String name, ExpectedVersion expected, Actor actor) {
    return change(
        event(AuditAction.ADMINISTRATOR_ENABLE, name, actor),
        expected,
        known -> known.enable(clock.instant()));
  }

  /** Removes an administrator; what they have done stays in the audit log under their name. */
  public void delete(String name, ExpectedVersion expected, Actor actor) {
    get(name);
    audit.perform(
        event(AuditAction.ADMINISTRATOR_DELETE, name, actor),
        () -> {
          Administrator known = get(name);
          expected.check(known.version());
          boolean mattered = known.canAdminister();
          table.removeWithin(known);
          requireOneLeft(mattered);
        });
  }

  private Administrator change(
      AuditEvent event, ExpectedVersion expected, Consumer<Administrator> change) {
    String name = event.subject();
    get(name);
    audit.perform(
        event,
        () -> {
          Administrator known = get(name);
          expected.check(known.version());
          boolean mattered = known.canAdminister();
          change.accept(known);
          table.flush();
          requireOneLeft(mattered && !known.canAdminister());
        });
    return get(name);
  }

  private void requireFree(CertificateRule rule, String name) {
    if (rule.kind() == CertificateRule.Kind.PINNED
        && table.byCertificate(rule.sha256()).filter(a -> !a.name().equals(name)).isPresent()) {
      throw AdministrationException.conflict("the certificate is another administrator's");
    }
  }

  private void requireOneLeft(boolean oneIsLost) {
    if (oneIsLost && table.countActiveAdministrators() == 0) {
      throw AdministrationException.conflict("this is the last active administrator");
    }
  }

  private static AuditEvent event(AuditAction action, String name, Actor actor) {
    return AuditEvent.of(action).by(actor).on(name);
  }

  private static AdministrationException notFound() {
    return AdministrationException.notFound("there is no administrator of that name");
  }
}
