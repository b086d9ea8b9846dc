package io.forkpool.posix;

import java.lang.reflect.Field;

/** Virtual threads, on the JDKs that have them. */
final class Carriers {
  private static final Class<?> CARRIER = Reach.find("jdk.internal.misc.CarrierThread");
  private static final Class<?> CONTINUATION = Reach.find("jdk.internal.vm.Continuation");
  private static final Class<?> VIRTUAL = Reach.find("java.lang.BaseVirtualThread");

  private Carriers() {}

  static boolean isVirtual(Thread thread) {
    return VIRTUAL != null && VIRTUAL.isInstance(thread);
  }

  /** The virtual thread that a thread carries at this moment; null if there is none. */
  static Thread mountedOn(Thread thread) {
    if (CARRIER == null || !CARRIER.isInstance(thread)) {
      return null;
    }
    Object continuation =
        Reach.getObject(Thread.class, thread, "cont", "Ljdk/internal/vm/Continuation;");
    if (continuation == null) {
      return null;
    }
    // The task is an instance of a class inside VirtualThread that has captured the virtual thread.
    Object task = Reach.getObject(CONTINUATION, continuation, "target", "Ljava/lang/Runnable;");
    if (task == null) {
      return null;
    }
    for (Field field : task.getClass().getDeclaredFields()) {
      if (Thread.class.isAssignableFrom(field.getType())) {
        String type = "L" + field.getType().getName().replace('.', '/') + ";";
        return (Thread) Reach.getObject(task.getClass(), task, field.getName(), type);
      }
    }
    return null;
  }
}
