package io.forkpool.core.codec;

import io.forkpool.ClassFilter;
import io.forkpool.spi.TaskCodec;

/**
 * Carries tasks, arguments and results between JVMs with Kryo.
 *
 * <p>The codec holds no state: it may be shared by any number of threads, each of which opens its
 * own {@link io.forkpool.spi.TaskCodec.Session session}. A session is not thread-safe, and must be
 * discarded after any exception it throws. Both ends must run the same version of forkpool and the
 * same user classes.
 *
 * <p>What travels: every value made of user classes (Serializable or not), records, enums, lambdas
 * of Serializable functional types, and the JDK's own value types and collections, with shared and
 * cyclic references kept. What belongs to a process (threads, sockets, streams) is refused with a
 * {@link io.forkpool.TaskSerializationException} that names it.
 *
 * <p>The bytes are code: decode only what an authenticated peer has sent.
 */
public final class KryoCodec implements TaskCodec {

  /** Public because {@link java.util.ServiceLoader} calls it; opens nothing. */
  public KryoCodec() {}

  @Override
  public String name() {
    return "kryo";
  }

  /**
   * Opens a session; cheap, as Kryo itself is built only when a value needs it.
   *
   * @param loader resolves user classes on decode; null means the system class loader
   */
  @Override
  public Session open(ClassLoader loader) {
    return open(loader, KryoCodec::any);
  }

  @Override
  public Session open(ClassLoader loader, ClassFilter filter) {
    ClassLoader finder = loader == null ? ClassLoader.getSystemClassLoader() : loader;
    return new KryoSession(new NamedClasses(finder, filter));
  }

  private static boolean any(String className) {
    return true;
  }
}
