package io.forkpool.core.pipe;

import io.forkpool.core.broker.Session;

/** An end on its way to another process. */
final class Ticket {
  private final Session issuer;
  private boolean issuerEnded;
  private long child;

  Ticket(Session issuer) {
    this.issuer = issuer;
  }

  /** The child of the issuer that it is for, or nobody's in particular. */
  void bind(long pid) {
    child = pid;
  }

  boolean isFor(long pid) {
    return child != 0 && child == pid;
  }

  boolean issuedBy(Session session) {
    return issuer == session;
  }

  void issuerEnded() {
    issuerEnded = true;
  }

  /** Whether nobody will say when it is lost. */
  boolean isUnattended() {
    return child == 0 || issuerEnded;
  }
}
