package io.forkpool.core.child;

import io.forkpool.core.channel.ItemBuffer;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.core.outcome.OutcomeWriter;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A first task without a parent, files or sockets: decoded, run and answered in memory.
 *
 * <p>In a copy of a process that has rehearsed ({@link Rehearsal}) nothing is left to be loaded;
 * but the first task still takes twice as long as the second, since it is the first to write to
 * memory that is shared with that process: method counters, constant pools, the heap. Each page is
 * copied then, about 600 of them, and half of these are the same for every task.
 */
final class WarmUp {
  private WarmUp() {}

  static void run() throws ReflectiveOperationException {
    CodecSession codec =
        new CodecSession(
            Codecs.instantiate(KryoCodec.class.getName()), WarmUp.class.getClassLoader());
    for (Object value : List.of(Rehearsal.SAME, Rehearsal.VALUES)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      codec.encode(value, bytes);
      codec.decode(bytes.toByteArray());
    }
    new OutcomeWriter(new ItemBuffer(true), codec).value(Rehearsal.VALUES);
    linkLambda();
  }

  /** As the JVM links the lambda of a task: those of a rehearsal are linked once and for all. */
  private static void linkLambda() throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    MethodType type = MethodType.methodType(Object.class, Object.class);
    MethodHandle body = lookup.findStatic(WarmUp.class, "same", type);
    MethodType factory = MethodType.methodType(UnaryOperator.class);
    try {
      UnaryOperator<?> unused =
          (UnaryOperator<?>)
              LambdaMetafactory.altMetafactory(
                      lookup,
                      "apply",
                      factory,
                      type,
                      body,
                      type,
                      LambdaMetafactory.FLAG_SERIALIZABLE)
                  .getTarget()
                  .invoke();
    } catch (Throwable t) {
      throw new ReflectiveOperationException("a lambda cannot be linked", t);
    }
  }

  private static Object same(Object value) {
    return value;
  }
}
