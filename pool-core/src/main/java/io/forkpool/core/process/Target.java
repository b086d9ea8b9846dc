package io.forkpool.core.process;

import io.forkpool.SerializableRunnable;
import io.forkpool.core.child.Birth;
import io.forkpool.core.child.ProcessProgram;
import io.forkpool.core.codec.CodecSession;
import io.forkpool.core.codec.KryoCodec;
import io.forkpool.spi.ChildEntry;
import io.forkpool.spi.ChildProgram;
import io.forkpool.spi.TaskCodec;
import java.io.ByteArrayOutputStream;
import java.util.ServiceLoader;

/** What a child runs, as its start method wants it. */
final class Target {
  private Target() {}

  /** Looked for once. */
  private static final class Codec {
    static final TaskCodec CODEC =
        ServiceLoader.load(TaskCodec.class, TaskCodec.class.getClassLoader())
            .findFirst()
            .orElseGet(KryoCodec::new);

    /** A session takes a while to make. Threads start few processes at once. */
    static final ThreadLocal<CodecSession> SESSION =
        ThreadLocal.withInitial(() -> new CodecSession(CODEC, Target.class.getClassLoader()));

    private Codec() {}
  }

  static ChildEntry live(Birth birth, SerializableRunnable target) {
    return new ChildEntry.Live(new LiveProcess(birth, target));
  }

  /**
   * Encodes the target, on the caller's thread.
   *
   * @throws io.forkpool.TaskSerializationException if it cannot travel
   */
  static ChildEntry named(Birth birth, SerializableRunnable target) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Codec.SESSION.get().encode(target, bytes);
    return new ChildEntry.Named(
        ProcessProgram.class.getName(),
        ProcessProgram.argument(
            birth, Codec.CODEC.getClass().getName(), home(target.getClass()), bytes.toByteArray()));
  }

  /** The class of a lambda has no name that another JVM knows; the class it stands in has. */
  private static String home(Class<?> target) {
    String name = target.getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda);
  }

  /** A process in a copy of this JVM. */
  private record LiveProcess(Birth birth, SerializableRunnable target) implements ChildProgram {
    @Override
    public void run(byte[] argument) throws Exception {
      ProcessProgram.run(birth, target);
    }

    @Override
    public void prepare() throws Exception {
      new ProcessProgram().prepare();
    }
  }
}
