package org.securechat.protocol.identity.list;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * The extension {@code issuingDistributionPoint} of a list (PROTOCOL.md §6.3, RFC 5280 §5.2.5),
 * critical or not. Immutable.
 *
 * @param fault why the list does not count as complete, if it does not
 */
record IssuingPoint(ListScope scope, Optional<ListFault> fault) {
  private static final int ONLY_USERS = 0x81;
  private static final int ONLY_ISSUERS = 0x82;
  private static final int SOME_REASONS = 0x83;
  private static final int INDIRECT = 0x84;
  private static final int ONLY_ATTRIBUTES = 0x85;

  static IssuingPoint of(Extensions extensions) {
    Extension extension =
        extensions == null ? null : extensions.getExtension(Extension.issuingDistributionPoint);
    if (extension == null) {
      return new IssuingPoint(ListScope.EVERYTHING, Optional.empty());
    }
    try {
      return read(new DerCursor(extension.getExtnValue().getOctets()));
    } catch (DerCursor.MalformedDerException e) {
      return faulty(ListFault.UNKNOWN_FORM);
    }
  }

  private static IssuingPoint read(DerCursor der) throws DerCursor.MalformedDerException {
    der.only(0, der.size(), PointNames.SEQUENCE);
    int place = der.at();
    // RFC 5280 §5.2.5: it MUST NOT be empty.
    if (place == der.size()) {
      return faulty(ListFault.UNKNOWN_FORM);
    }
    Set<String> points = new LinkedHashSet<>();
    der.element(place, der.size());
    if (der.tag() == PointNames.NAME) {
      place = der.after();
      PointNames.addFullNames(der, der.at(), place, points);
      if (points.isEmpty()) {
        return faulty(ListFault.UNKNOWN_POINT);
      }
    }
    if (place == der.size()) {
      return new IssuingPoint(new ListScope(ListScope.Holders.ALL, points), Optional.empty());
    }
    return restricted(der, place, points);
  }

  /** PROTOCOL.md §6.3: one restriction to holders is understood, and nothing beside it. */
  private static IssuingPoint restricted(DerCursor der, int place, Set<String> points)
      throws DerCursor.MalformedDerException {
    der.element(place, der.size());
    boolean alone = der.after() == der.size() && der.isTrue();
    ListScope.Holders holders =
        switch (der.tag()) {
          case ONLY_USERS -> ListScope.Holders.USERS;
          case ONLY_ISSUERS -> ListScope.Holders.ISSUERS;
          default -> ListScope.Holders.ALL;
        };
    if (alone && holders != ListScope.Holders.ALL) {
      return new IssuingPoint(new ListScope(holders, points), Optional.empty());
    }
    return new IssuingPoint(new ListScope(holders, points), Optional.of(whyNot(der, place)));
  }

  /** The first of what is there that is not understood. */
  private static ListFault whyNot(DerCursor der, int from) throws DerCursor.MalformedDerException {
    int place = from;
    while (place < der.size()) {
      der.element(place, der.size());
      place = der.after();
      switch (der.tag()) {
        case SOME_REASONS -> {
          return ListFault.SOME_REASONS;
        }
        case INDIRECT -> {
          return ListFault.INDIRECT;
        }
        case ONLY_ATTRIBUTES -> {
          return ListFault.ATTRIBUTE_CERTIFICATES;
        }
        default -> {
          // A restriction beside another one, or of another form.
        }
      }
    }
    return ListFault.UNKNOWN_FORM;
  }

  private static IssuingPoint faulty(ListFault fault) {
    return new IssuingPoint(ListScope.EVERYTHING, Optional.of(fault));
  }
}
