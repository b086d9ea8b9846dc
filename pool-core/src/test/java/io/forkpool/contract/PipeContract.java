package io.forkpool.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.forkpool.BrokenPipeException;
import io.forkpool.ChildProcess;
import io.forkpool.Connection;
import io.forkpool.Context;
import io.forkpool.EndOfStreamException;
import io.forkpool.OwnerLostException;
import io.forkpool.Pipe;
import io.forkpool.Pool;
import io.forkpool.ResourceClosedException;
import io.forkpool.SerializableRunnable;
import io.forkpool.TaskSerializationException;
import io.forkpool.UnexpectedMessageException;
import io.forkpool.Waitable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pipes between this process and workers, and between workers. */
public abstract class PipeContract extends ContractBase {
  private static final int LARGE = 16 << 20;

  private final List<ChildProcess> processes = new ArrayList<>();

  private Pipe pipe() {
    return Context.of(startMethod()).pipe();
  }

  /** Runs on a thread of its own, and returns when that thread waits. */
  private static <T> CompletableFuture<T> inBackground(Waiting<T> action) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(action.call());
              } catch (Throwable e) {
                future.completeExceptionally(e);
              }
            });
    thread.start();
    Set<Thread.State> waits = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    await("waits").atMost(PROMPT).until(() -> waits.contains(thread.getState()));
    return future;
  }

  private interface Waiting<T> {
    T call() throws Exception;
  }

  @Test
  @Behaviour(57)
  void streamEndsWhereTheOtherEndIsClosed() throws InterruptedException {
    Pool pool = pool(1);
    Connection mine;
    CompletableFuture<Integer> echo;
    try (Pipe pipe = pipe()) {
      mine = pipe.first();
      Connection yours = pipe.second();
      echo = pool.applyAsync(() -> PipeTasks.echo(yours));
      for (Object message : new Object[] {"text", null, List.of(1, 2)}) {
        mine.send(message);
        assertEquals(message, mine.receive());
      }
    }
    assertEquals(3, get(echo));
    assertThrows(ResourceClosedException.class, () -> mine.send(1));
  }

  @Test
  @Behaviour(57)
  void childThatClosesEndsTheParentsStreamBehindWhatItSent() throws InterruptedException {
    Pool pool = pool(1);
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    CompletableFuture<Integer> sender = pool.applyAsync(() -> PipeTasks.sendNumbers(yours, 100));
    yours.close();
    for (int i = 0; i < 100; i++) {
      assertEquals(i, pipe.first().receive());
    }
    assertThrows(EndOfStreamException.class, pipe.first()::receive);
    assertThrows(EndOfStreamException.class, pipe.first()::receiveBytes);
    assertThrows(BrokenPipeException.class, () -> pipe.first().send("too late"));
    assertEquals(100, get(sender));
  }

  @Test
  @Behaviour(57)
  void sixteenMegabytesTravelBothWays() throws InterruptedException {
    Pool pool = pool(1);
    try (Pipe pipe = pipe()) {
      Connection yours = pipe.second();
      CompletableFuture<Integer> echo = pool.applyAsync(() -> PipeTasks.echo(yours));
      byte[] bytes = Tasks.bytes(LARGE);
      pipe.first().sendBytes(bytes);
      assertArrayEquals(bytes, pipe.first().receiveBytes());
      yours.close();
      pipe.first().close();
      assertEquals(1, get(echo));
    }
  }

  @Test
  @Behaviour(57)
  void directionIsEnforcedInEveryProcess() throws InterruptedException {
    Pool pool = pool(1);
    Pipe pipe = Context.of(startMethod()).oneWayPipe();
    assertFalse(pipe.first().writable());
    assertFalse(pipe.second().readable());
    List<String> expected =
        List.of(
            "this end of a one-way pipe only receives; send with the other, Pipe.second()",
            "this end of a one-way pipe only sends; receive with the other, Pipe.first()");
    assertEquals(expected, pool.apply(() -> PipeTasks.useWrongly(pipe)));
    assertThrows(UnsupportedOperationException.class, () -> pipe.first().sendBytes(new byte[1]));
    assertThrows(UnsupportedOperationException.class, pipe.second()::poll);
    Connection sender = pipe.second();
    pool.apply(() -> PipeTasks.sendNumbers(sender, 1));
    assertEquals(0, pipe.first().receive());
    pipe.close();
  }

  @Test
  void workersTalkToEachOtherWhenTheParentHasClosedBothEnds() {
    Pool pool = pool(2);
    Pipe pipe = pipe();
    Connection one = pipe.first();
    Connection other = pipe.second();
    CompletableFuture<Long> sum = pool.applyAsync(() -> PipeTasks.sum(other));
    CompletableFuture<Integer> sender = pool.applyAsync(() -> PipeTasks.sendNumbers(one, 2_000));
    pipe.close();
    assertEquals(2_000, get(sender));
    assertEquals(1_999_000L, get(sum));
  }

  @Test
  void killedPeerWakesAWaitingReceiverAndAWaitingSender() throws Exception {
    Pool pool = pool(1);
    Pipe pipe = pipe();
    Pipe full = pipe();
    Connection its = pipe.second();
    Connection unread = full.second();
    pool.applyAsync(
        () -> {
          PipeTasks.hold(its, unread);
          return null;
        });
    its.close();
    unread.close();
    long pid = (Long) pipe.first().receive();
    CompletableFuture<Object> receiver = inBackground(pipe.first()::receive);
    full.first().sendBytes(new byte[LARGE]);
    CompletableFuture<Void> sender =
        inBackground(
            () -> {
              full.first().send("no room");
              return null;
            });
    Signals.send("KILL", pid);
    failure(EndOfStreamException.class, receiver);
    failure(BrokenPipeException.class, sender);
  }

  @Test
  void whatAProcessHasSentArrivesThoughItIsKilledRightAfter() throws InterruptedException {
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    ChildProcess sender =
        started(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                yours.send(i);
              }
              Signals.send("KILL", ProcessHandle.current().pid());
              Tasks.sleepForEver();
            });
    yours.close();
    assertTrue(sender.join(PROMPT)); // before anything is received
    for (int i = 0; i < 2_000; i++) {
      assertEquals(i, pipe.first().receive());
    }
    assertThrows(EndOfStreamException.class, pipe.first()::receive);
  }

  @Test
  void processThatSendsMuchLearnsThatNobodyReceives() throws InterruptedException {
    Pool pool = pool(1);
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    CompletableFuture<Object> sender =
        pool.applyAsync(
            () -> {
              PipeTasks.sendForEver(yours);
              return null;
            });
    yours.close();
    for (int i = 0; i < 20_000; i++) {
      assertEquals(1, pipe.first().receive());
    }
    pipe.first().close();
    assertNull(get(sender));
  }

  /** A megabyte and a quarter, with what each message costs beside its bytes. */
  @Test
  void processThatSendsMuchWaitsForItsReceiver() throws InterruptedException {
    Pool pool = pool(1);
    try (Pipe pipe = pipe()) {
      Connection yours = pipe.second();
      int sent = pool.apply(() -> PipeTasks.fill(yours, 5_000));
      assertTrue(sent > 0 && sent <= 1_250, () -> sent + " messages");
      yours.close();
      for (int i = 0; i < sent; i++) {
        assertEquals(1_000, pipe.first().receiveBytes().length);
      }
      assertThrows(EndOfStreamException.class, pipe.first()::receive);
    }
  }

  @Test
  @Behaviour(58)
  void pollIsExact() throws InterruptedException {
    Pool pool = pool(1);
    Pipe pipe = pipe();
    Connection mine = pipe.first();
    Connection yours = pipe.second();
    assertFalse(mine.poll());
    long begin = System.nanoTime();
    assertFalse(mine.poll(Duration.ofMillis(30)));
    assertTrue(System.nanoTime() - begin >= 30_000_000);
    CompletableFuture<List<Boolean>> polled = pool.applyAsync(() -> PipeTasks.poll(yours, PROMPT));
    yours.close();
    assertTrue(mine.poll(PROMPT));
    assertTrue(mine.poll());
    assertEquals("polled", mine.receive());
    assertFalse(mine.poll());
    mine.send(1);
    mine.close();
    assertEquals(List.of(false, true, true), get(polled));
  }

  @Test
  void endsCloseInAnyOrderAndWakeTheirOwnWaiters() throws InterruptedException {
    Pipe pipe = pipe();
    CompletableFuture<Object> receiver = inBackground(pipe.first()::receive);
    CompletableFuture<Boolean> poller = inBackground(() -> pipe.first().poll(PROMPT));
    pipe.first().close();
    pipe.first().close();
    failure(ResourceClosedException.class, receiver);
    failure(ResourceClosedException.class, poller);
    assertThrows(ResourceClosedException.class, pipe.first()::poll);
    assertThrows(
        ResourceClosedException.class, () -> Connection.select(List.of(pipe.first()), PROMPT));
    assertThrows(BrokenPipeException.class, () -> pipe.second().send(1));
    assertTrue(pipe.second().poll());
    pipe.close();
    assertThrows(ResourceClosedException.class, pipe.second()::receive);
    assertTrue(pipe.first().isClosed() && pipe.second().isClosed());
  }

  @Test
  void interruptedReceiverHasTakenNothing() throws InterruptedException {
    try (Pipe pipe = pipe()) {
      CompletableFuture<Thread> waiting = new CompletableFuture<>();
      CompletableFuture<Object> receiver =
          inBackground(
              () -> {
                waiting.complete(Thread.currentThread());
                return pipe.second().receive();
              });
      get(waiting).interrupt();
      failure(InterruptedException.class, receiver);
      pipe.first().send("kept");
      assertEquals("kept", pipe.second().receive());
    }
  }

  @Test
  void messageThatCannotTravelOrIsNotWantedHurtsNoOther() throws InterruptedException {
    Pool pool = pool(1);
    try (Pipe pipe = pipe()) {
      Connection yours = pipe.second();
      CompletableFuture<Integer> echo = pool.applyAsync(() -> PipeTasks.echo(yours));
      Connection mine = pipe.first();
      assertThrows(TaskSerializationException.class, () -> mine.send(new Thread()));
      yours.send(new PipeTasks.Undecodable());
      yours.send("good");
      TaskSerializationException e = assertThrows(TaskSerializationException.class, mine::receive);
      assertTrue(e.getMessage().contains("not here"), e.getMessage());
      assertThrows(UnexpectedMessageException.class, mine::receiveBytes);
      assertEquals("good", mine.receive());
      mine.sendBytes(new byte[] {7, 8, 9}, 1, 2);
      UnexpectedMessageException tooLong =
          assertThrows(UnexpectedMessageException.class, () -> mine.receiveBytes(1));
      assertEquals(2, tooLong.length());
      assertArrayEquals(new byte[] {8, 9}, mine.receiveBytes(2));
      yours.close();
      mine.close();
      assertEquals(1, get(echo));
    }
  }

  /** Under fork the initializer is not encoded: the connection is a captured one. */
  @Test
  void initializerHasItsConnectionInEachWorker() throws InterruptedException {
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    Pool pool = open(builder(2).initializer(() -> yours.send(Tasks.pid())));
    Set<Object> pids = Set.of(pipe.first().receive(), pipe.first().receive());
    assertEquals(Set.copyOf(awaitWorkers(pool)), pids);
    yours.close();
    assertFalse(pipe.first().poll());
    pool.terminate();
    assertThrows(EndOfStreamException.class, pipe.first()::receive);
  }

  @Test
  void selectWaitsForPipesOfSeveralOwnersAndForTheEndOfAProcess() throws Exception {
    Pool pool = pool(1);
    String method = startMethod().toString();
    Pipe pipe = pipe();
    Pipe silent = pipe();
    Connection mine = pipe.first();
    Connection yours = pipe.second();
    pool.applyAsync(
        () -> {
          PipeTasks.makePipe(yours, method);
          return null;
        });
    Connection its = (Connection) mine.receive();
    long pid = (Long) mine.receive();
    Waitable end = new ProcessEnd(ProcessHandle.of(pid).orElseThrow());
    List<Waitable> all = List.of(silent.first(), its, end, mine);
    assertEquals(List.of(), Connection.select(all, Duration.ofMillis(20)));
    CompletableFuture<List<Waitable>> selected = inBackground(() -> Connection.select(all, PROMPT));
    mine.send("go");
    assertEquals(List.of(its), get(selected));
    assertEquals("mine", its.receive());
    yours.close();
    CompletableFuture<List<Waitable>> next = inBackground(() -> Connection.select(all, PROMPT));
    Signals.send("KILL", pid);
    assertTrue(!get(next).isEmpty() && !get(next).contains(silent.first()), next::toString);
    await("all but one")
        .atMost(PROMPT)
        .until(() -> Connection.select(all, PROMPT).equals(List.of(its, end, mine)));
    assertThrows(OwnerLostException.class, its::receive);
    assertThrows(EndOfStreamException.class, mine::receive);
    silent.second().send(null);
    assertEquals(List.of(silent.first()), Connection.select(List.of(silent.first()), PROMPT));
    assertNull(silent.first().receive());
  }

  @Test
  void processHasWhatItIsPassedFromItsStartToItsEnd() throws Exception {
    Gate gate = gate();
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    ChildProcess process =
        started(
            () -> {
              Tasks.waitAt(gate, "use");
              yours.send("used");
              yours.close();
              Tasks.waitAt(gate, "end");
            });
    yours.close();
    assertEquals(List.of(), select(Duration.ZERO, pipe.first(), process));
    gate.mark("go-use");
    assertEquals("used", pipe.first().receive());
    assertThrows(EndOfStreamException.class, pipe.first()::receive);
    assertEquals(List.of(pipe.first()), select(PROMPT, process, pipe.first()));
    gate.mark("go-end");
    assertEquals(List.of(process), select(PROMPT, process));
  }

  @Test
  void killedProcessEndsTheStreamOfAnEndThatItHasNotUsedThoughItsSiblingLives() throws Exception {
    Gate gate = gate();
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    ChildProcess process =
        started(
            () -> {
              Tasks.waitAt(gate, "never");
              yours.send(1);
            });
    ChildProcess sibling = started(() -> Tasks.waitAt(gate, "sibling"));
    yours.close();
    gate.awaitMark("begun-never");
    CompletableFuture<Object> receiver = inBackground(pipe.first()::receive);
    process.kill();
    failure(EndOfStreamException.class, receiver);
    assertTrue(sibling.isAlive());
    gate.mark("go-sibling");
    assertTrue(sibling.join(PROMPT));
  }

  /** Compiled code of the parent's that a fork inherits must not take the child for the parent. */
  @Test
  void processUsesAPipeAsItselfHoweverMuchItsParentHasUsedIt() throws InterruptedException {
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    for (int i = 0; i < 100_000; i++) {
      yours.poll();
    }
    started(() -> yours.send(ProcessHandle.current().parent().isPresent()));
    yours.close();
    assertEquals(true, pipe.first().receive());
  }

  @Test
  void processThatCannotBeEncodedKeepsNoEndOpen() {
    assumeFalse(contract().copiesParent(), "what is copied is not encoded");
    Pipe pipe = pipe();
    Connection yours = pipe.second();
    Thread obstacle = new Thread();
    ChildProcess process = Context.of(startMethod()).process(() -> yours.send(obstacle)).build();
    assertThrows(TaskSerializationException.class, process::start);
    yours.close();
    assertTrue(pipe.first().poll(), "the end of the stream");
  }

  private static List<Waitable> select(Duration limit, Waitable... all)
      throws InterruptedException {
    return Connection.select(List.of(all), limit);
  }

  private ChildProcess started(SerializableRunnable target) {
    ChildProcess process = Context.of(startMethod()).process(target).build();
    processes.add(process);
    process.start();
    return process;
  }

  @AfterEach
  void endProcesses() {
    processes.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
  }

  /** The end of a worker. */
  private record ProcessEnd(ProcessHandle process) implements Waitable {
    @Override
    public boolean isReady() {
      return !Signals.isAlive(process.pid());
    }

    @Override
    public CompletableFuture<?> onReady() {
      return process.onExit();
    }
  }
}
