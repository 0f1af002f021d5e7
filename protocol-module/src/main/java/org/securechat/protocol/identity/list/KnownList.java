package org.securechat.protocol.identity.list;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * What is known of one list object, found out once: its form, and who has signed it. A list can
 * have a hundred thousand entries, and each login asks. Forgotten with the list. Thread-safe.
 */
public final class KnownList {
  private static final Map<Key, KnownList> KNOWN = new HashMap<>();
  private static final ReferenceQueue<X509CRL> GONE = new ReferenceQueue<>();

  private ListForm form;
  private X509Certificate signer;
  private X509Certificate stranger;

  private KnownList() {}

  /** What is known of a list. */
  public static KnownList of(X509CRL list) {
    synchronized (KNOWN) {
      for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
        KNOWN.remove(gone);
      }
      return KNOWN.computeIfAbsent(new Key(list, GONE), _ -> new KnownList());
    }
  }

  /** Its form. */
  public synchronized ListForm form(X509CRL list) {
    if (form == null) {
      form = ListForm.of(list);
    }
    return form;
  }

  /** Whether that issuer has signed it, asking only if that is not known. */
  public synchronized boolean isSignedBy(
      X509Certificate issuer, X509CRL list, BiPredicate<X509Certificate, X509CRL> verification) {
    if (issuer.equals(signer)) {
      return true;
    }
    if (issuer.equals(stranger)) {
      return false;
    }
    boolean signed = verification.test(issuer, list);
    if (signed) {
      signer = issuer;
    } else {
      stranger = issuer;
    }
    return signed;
  }

  /** By the object itself: to compare two lists means to compare all of their bytes. */
  private static final class Key extends WeakReference<X509CRL> {
    private final int hash;

    Key(X509CRL list, ReferenceQueue<X509CRL> gone) {
      super(list, gone);
      this.hash = System.identityHashCode(list);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the object is what is known
    public boolean equals(Object other) {
      return this == other || (other instanceof Key key && get() != null && key.get() == get());
    }
  }
}
