package io.forkpool.core.child;

import io.forkpool.core.channel.StackLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Ends this process when its parent has gone, busy or not: the lifeline ends then, whatever ended
 * the parent, since the kernel closes its side. By {@link Runtime#halt} and not by exit: no task
 * may delay it with a shutdown hook.
 *
 * <p><b>Why a selector that is left at exit.</b> A JVM that exits waits up to 300 ms for threads
 * that are in native code ({@code VM_Exit::wait_for_threads_in_native_to_block} in HotSpot's
 * vmOperations.cpp), as one that blocks in a read is. That would make every {@code System.exit},
 * and every pool's end, 0.3 s late. So a shutdown hook wakes this thread, which from then on
 * sleeps, which is not native, and looks at the lifeline now and then: a hook that hangs must not
 * outlive the parent either.
 *
 * <p>The parent may ask for this process's stacks on the lifeline; {@link StackTeller} answers.
 */
final class ParentWatch implements Runnable {
  /** The exit code of a child whose parent died; nobody is left to read it but {@code init}. */
  private static final int PARENT_GONE = 1;

  private static final int LOOK_MILLIS = 20;

  private final SocketChannel lifeline;
  private final Selector selector;
  private final StackTeller stacks;
  private volatile boolean exiting;

  private ParentWatch(SocketChannel lifeline, Selector selector) {
    this.lifeline = lifeline;
    this.selector = selector;
    this.stacks = new StackTeller(lifeline);
  }

  static void start(SocketChannel lifeline) throws IOException {
    Selector selector = Selector.open();
    lifeline.configureBlocking(false);
    lifeline.register(selector, SelectionKey.OP_READ);
    ParentWatch watch = new ParentWatch(lifeline, selector);
    Thread thread = new Thread(null, watch, "forkpool-parent-watch", 256 * 1024);
    thread.setDaemon(true);
    thread.start();
    Runtime.getRuntime().addShutdownHook(new Thread(null, new Exit(watch), "forkpool-exit"));
  }

  /** Loads this class and what it needs, without an effect. */
  static void rehearse(SocketChannel lifeline) throws IOException {
    try (Selector selector = Selector.open()) {
      lifeline.configureBlocking(false);
      lifeline.register(selector, SelectionKey.OP_READ);
      selector.selectNow();
    }
    new Exit(new ParentWatch(lifeline, null));
    TerminalInterrupt.load();
  }

  /** The shutdown hook. No lambda: each child would link it anew. */
  private record Exit(ParentWatch watch) implements Runnable {
    @Override
    public void run() {
      watch.exiting = true;
      watch.selector.wakeup();
    }
  }

  @Override
  public void run() {
    TerminalInterrupt.ignore();
    ByteBuffer question = StackLine.question();
    try {
      while (lifeline.read(question) >= 0) {
        if (!question.hasRemaining()) {
          answer(question.flip().getLong());
          question.clear();
        } else if (exiting) {
          Thread.sleep(LOOK_MILLIS);
        } else {
          selector.select();
          selector.selectedKeys().clear();
        }
      }
    } catch (IOException e) {
      // No end of stream, but no parent either: the same.
    } catch (InterruptedException e) {
      throw new AssertionError("only a task that looks for this thread can interrupt it", e);
    }
    Runtime.getRuntime().halt(PARENT_GONE);
  }

  private void answer(long number) {
    try {
      stacks.ask(number);
    } catch (Throwable t) {
      // No thread or no memory for an answer. The parent stops waiting; this thread must go on.
    }
  }
}
