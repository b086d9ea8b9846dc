package io.forkpool.posix;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * In a child: the JDK's own executors forget the workers and tasks that they had in the parent.
 * They start new threads when they get work. Without that they would hand tasks to ghosts, and the
 * child would wait for ever; and what the parent had queued would run twice.
 *
 * <p>They are emptied in place, since compiled code holds them as constants. Executors that users
 * have made stay as they are, without threads: as after any fork.
 */
final class ExecutorRepair {
  private static final int RUNNING = -1 << (Integer.SIZE - 3); // ThreadPoolExecutor.RUNNING

  private static final String LOCK = "Ljava/util/concurrent/locks/ReentrantLock;";
  private static final String CONDITION = "Ljava/util/concurrent/locks/Condition;";
  private static final String QUEUES = "[Ljava/util/concurrent/ForkJoinPool$WorkQueue;";

  private static final String DELAY_SCHEDULER = "Ljava/util/concurrent/DelayScheduler;";

  private static final Class<?> PROCESS_HANDLE = Reach.find("java.lang.ProcessHandleImpl");
  private static final Class<?> DELAYER =
      Reach.find("java.util.concurrent.CompletableFuture$Delayer");
  private static final Class<?> DELAYED_QUEUE =
      Reach.find("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue");
  private static final Class<?> RUNNABLE_FUTURE =
      Reach.find("java.util.concurrent.RunnableScheduledFuture");
  private static final Class<?> VIRTUAL_THREAD = Reach.find("java.lang.VirtualThread");
  private static final Class<?> UNPARKERS =
      Reach.find("java.lang.VirtualThread$DelayedTaskSchedulers");
  private static final Class<?> POLLER = Reach.find("sun.nio.ch.Poller");
  private static final Class<?> POLLERS = Reach.find("sun.nio.ch.Poller$Pollers");

  private ExecutorRepair() {}

  /** Loads and links what is needed, on executors of its own. */
  static void prepare() {
    ForkJoinPool pool = new ForkJoinPool(1);
    empty(pool);
    pool.shutdown();
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    empty(timer);
    timer.shutdown();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    empty(executor);
    executor.shutdown();
  }

  static void run() {
    if (Reach.isInitialized(PROCESS_HANDLE)) {
      empty(
          Reach.getObject(
              PROCESS_HANDLE, null, "processReaperExecutor", "Ljava/util/concurrent/Executor;"));
      Map<?, ?> completions =
          (Map<?, ?>)
              Reach.getObject(
                  PROCESS_HANDLE, null, "completions", "Ljava/util/concurrent/ConcurrentMap;");
      completions.clear();
    }
    if (Reach.isInitialized(ForkJoinPool.class)) {
      empty(ForkJoinPool.commonPool());
    }
    if (DELAYER != null && Reach.isInitialized(DELAYER)) {
      empty(
          Reach.getObject(
              DELAYER, null, "delayer", "Ljava/util/concurrent/ScheduledThreadPoolExecutor;"));
    }
    if (VIRTUAL_THREAD != null && Reach.isInitialized(VIRTUAL_THREAD)) {
      emptyVirtualThreadScheduler();
    }
    if (POLLERS != null && Reach.isInitialized(POLLER)) {
      restartPollers();
    }
  }

  /**
   * They watch the sockets for which virtual threads wait, at the parent's epoll, and with threads
   * that stay behind. Their constructor makes the same object anew: it is a constant, too.
   */
  private static void restartPollers() {
    Object pollers = Reach.getObject(POLLER, null, "POLLERS", "Lsun/nio/ch/Poller$Pollers;");
    Reach.call(POLLERS, pollers, "<init>", "()V", new Object[0]);
    Reach.call(POLLERS, pollers, "start", "()V", new Object[0]);
  }

  private static void emptyVirtualThreadScheduler() {
    Object scheduler =
        Reach.getObject(
            VIRTUAL_THREAD, null, "DEFAULT_SCHEDULER", "Ljava/util/concurrent/ForkJoinPool;");
    empty((ForkJoinPool) scheduler);
    if (UNPARKERS != null && Reach.isInitialized(UNPARKERS)) {
      Object unparkers =
          Reach.getObject(
              UNPARKERS, null, "INSTANCE", "[Ljava/util/concurrent/ScheduledExecutorService;");
      for (int i = 0; i < Array.getLength(unparkers); i++) {
        empty(Array.get(unparkers, i));
      }
    }
  }

  /**
   * A new pool of the same size shows what the fields of one without workers hold in this JDK: that
   * has changed more than once since 17.
   */
  private static void empty(ForkJoinPool pool) {
    if (pool.getParallelism() < 1) {
      return;
    }
    ForkJoinPool fresh = new ForkJoinPool(pool.getParallelism());
    Class<?> type = ForkJoinPool.class;
    Reach.setObject(type, pool, "queues", QUEUES, Reach.getObject(type, fresh, "queues", QUEUES));
    Reach.setLong(type, pool, "ctl", Reach.getLong(type, fresh, "ctl"));
    try {
      Reach.setObject(type, pool, "registrationLock", LOCK, new ReentrantLock());
    } catch (NoSuchFieldError e) {
      // Since 19 a bit of "runState" is the lock.
      Reach.setLong(type, pool, "runState", Reach.getLong(type, fresh, "runState"));
    }
    try {
      Reach.setObject(type, pool, "delayScheduler", DELAY_SCHEDULER, null);
    } catch (NoSuchFieldError e) {
      // Before 25 CompletableFuture has a delayer of its own.
    }
    fresh.shutdown();
  }

  /** Field by field, as its constructor would. */
  private static void empty(Object executor) {
    if (!(executor instanceof ThreadPoolExecutor pool)) {
      return;
    }
    Class<?> type = ThreadPoolExecutor.class;
    ReentrantLock lock = new ReentrantLock();
    Reach.setObject(type, pool, "mainLock", LOCK, lock);
    Reach.setObject(type, pool, "termination", CONDITION, lock.newCondition());
    Reach.setObject(type, pool, "workers", "Ljava/util/HashSet;", new HashSet<>());
    AtomicInteger control =
        (AtomicInteger)
            Reach.getObject(type, pool, "ctl", "Ljava/util/concurrent/atomic/AtomicInteger;");
    control.set(RUNNING);
    emptyQueue(pool);
  }

  private static void emptyQueue(ThreadPoolExecutor pool) {
    Collection<Runnable> queue = pool.getQueue();
    if (DELAYED_QUEUE.isInstance(queue)) {
      ReentrantLock lock = new ReentrantLock();
      Reach.setObject(DELAYED_QUEUE, queue, "lock", LOCK, lock);
      Reach.setObject(DELAYED_QUEUE, queue, "available", CONDITION, lock.newCondition());
      Reach.setObject(DELAYED_QUEUE, queue, "leader", "Ljava/lang/Thread;", null);
      Reach.setInt(DELAYED_QUEUE, queue, "size", 0);
      Reach.setObject(
          DELAYED_QUEUE,
          queue,
          "queue",
          "[Ljava/util/concurrent/RunnableScheduledFuture;",
          Array.newInstance(RUNNABLE_FUTURE, 16));
    } else {
      Reach.setObject(
          ThreadPoolExecutor.class,
          pool,
          "workQueue",
          "Ljava/util/concurrent/BlockingQueue;",
          queue instanceof SynchronousQueue
              ? new SynchronousQueue<Runnable>()
              : new LinkedBlockingQueue<Runnable>());
    }
  }
}
