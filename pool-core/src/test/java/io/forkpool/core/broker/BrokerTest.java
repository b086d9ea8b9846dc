package io.forkpool.core.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.OwnerLostException;
import io.forkpool.ResourceClosedException;
import io.forkpool.core.channel.Greeting;
import io.forkpool.core.channel.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A resource by way of its own process and of a connection, which here leads to the same JVM. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokerTest {
  private static final int ECHO = 1;
  private static final int KEEP = 2;
  private static final int GIVE = 3;
  private static final int NOTE = 4;
  private static final int NUDGE = 5;
  private static final int NONSENSE = 99;
  private static final long EVER = Long.MAX_VALUE;

  private static final Duration PROMPT = Duration.ofSeconds(30);

  private final ExecutorService background = Executors.newCachedThreadPool();
  private final Model model = new Model();
  private final ResourceAddress address = Broker.ofThisProcess().add(model);

  /** Answers at once, later or not at all, and notes what it is told. */
  private static final class Model implements Resource {
    private final Queue<Request> kept = new ConcurrentLinkedQueue<>();
    private final List<Long> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<Session> ended = Collections.synchronizedList(new ArrayList<>());

    private volatile Thread reader;

    @Override
    public void handle(Request request) {
      reader = Thread.currentThread();
      Message message = request.message();
      switch (message.code()) {
        case ECHO -> request.answer(message);
        case KEEP -> kept.add(request);
        case GIVE -> {
          kept.remove().answer(message);
          request.answer(message);
        }
        case NOTE -> notes.add(message.first());
        case NUDGE -> request.session().event(message.first(), message);
        default -> throw new MalformedRequestException("code " + message.code());
      }
    }

    @Override
    public void cancel(Request request) {
      kept.remove(request);
      request.answer(Message.of(Answer.CANCELLED));
    }

    @Override
    public void sessionEnded(Session session) {
      kept.removeIf(request -> request.session() == session);
      ended.add(session);
    }
  }

  /** The two ways to a broker. */
  private enum Way {
    LOCAL,
    REMOTE
  }

  private Port port(Way way) {
    return way == Way.LOCAL ? Ports.to(address) : connect();
  }

  private RemotePort connect() {
    return RemotePort.connect(
        address.broker(), address.owner(), EventLoop.ofThisProcess(), () -> {});
  }

  @AfterEach
  void remove() {
    background.shutdownNow();
    Broker.ofThisProcess().remove(address.resource());
  }

  private Message ask(Port port, int code, long first) throws InterruptedException {
    return port.ask(address.resource(), Message.of(code, first, 0)).await(EVER);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void requestIsAnswered(Way way) throws Exception {
    Port port = port(way);
    byte[] body = {1, 2, 3};
    Message message = new Message(ECHO, Long.MIN_VALUE, 7, body);
    Message answer = port.ask(address.resource(), message).await(EVER);
    assertEquals(Long.MIN_VALUE, answer.first());
    assertEquals(7, answer.second());
    assertArrayEquals(body, answer.body());
    assertEquals(ProcessHandle.current().pid(), port.owner());
  }

  /** Asks until this thread itself reads the request, here where both ends are, and its answer. */
  private void askUntilThisThreadReads(Port port) throws InterruptedException {
    do {
      ask(port, ECHO, 1);
    } while (model.reader != Thread.currentThread());
  }

  @Test
  void threadThatAsksAgainAndAgainReadsForItselfAndCanBeInterrupted() throws Exception {
    Port port = connect();
    Thread asker = Thread.currentThread();
    for (int i = 0; i < 20; i++) {
      askUntilThisThreadReads(port);
      Answer answer = port.ask(address.resource(), Message.of(KEEP));
      Future<?> interrupter = background.submit(() -> interruptWhenKept(asker));
      assertThrows(InterruptedException.class, () -> answer.await(EVER));
      interrupter.get();
      assertTrue(model.kept.isEmpty());
    }
  }

  private void interruptWhenKept(Thread asker) {
    await("kept").atMost(PROMPT).until(() -> !model.kept.isEmpty());
    asker.interrupt();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void threadThatReadsForItselfIsWokenByOthers(Way way) throws Exception {
    Port port = connect();
    for (int i = 0; i < 20; i++) {
      askUntilThisThreadReads(port);
      Answer answer = port(way).ask(address.resource(), Message.of(KEEP));
      Future<Message> giver =
          background.submit(
              () -> {
                await("kept").atMost(PROMPT).until(() -> !model.kept.isEmpty());
                return ask(Ports.to(address), GIVE, 9);
              });
      assertEquals(9, answer.await(EVER).first());
      assertEquals(9, giver.get().first());
    }
  }

  @Test
  void waitThatReadsForItselfEndsInTime() throws Exception {
    Port port = connect();
    for (int i = 0; i < 20; i++) {
      askUntilThisThreadReads(port);
      Answer answer = port.ask(address.resource(), Message.of(KEEP));
      long begin = System.nanoTime();
      assertEquals(Answer.CANCELLED, answer.await(TimeUnit.MILLISECONDS.toNanos(3)).code());
      assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(3));
    }
  }

  @Test
  void othersAreServedWhenAThreadThatReadForItselfDoesSomethingElse() throws Exception {
    Port port = connect();
    for (int i = 0; i < 20; i++) {
      askUntilThisThreadReads(port);
      assertEquals(3, background.submit(() -> ask(port, ECHO, 3).first()).get());
      askUntilThisThreadReads(port);
      port.tell(address.resource(), Message.of(NOTE, i, 0));
      int count = i + 1;
      await("told").atMost(PROMPT).until(() -> model.notes.size() == count);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16_343, 16_344, 300_000, 64 << 20})
  void messagesOfAnySizeTravel(int length) throws Exception {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    Port port = connect();
    Answer first = port.ask(address.resource(), new Message(ECHO, 1, 0, body));
    Answer second = port.ask(address.resource(), Message.of(ECHO, 2, 0));
    assertArrayEquals(body, first.await(EVER).body());
    assertEquals(2, second.await(EVER).first());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void waitThatIsOverIsCancelled(Way way) throws Exception {
    Port port = port(way);
    Answer answer = port.ask(address.resource(), Message.of(KEEP));
    assertEquals(Answer.CANCELLED, answer.await(TimeUnit.MILLISECONDS.toNanos(5)).code());
    assertTrue(model.kept.isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void interruptCancelsAWait(Way way) throws Exception {
    Port port = port(way);
    Answer answer = port.ask(address.resource(), Message.of(KEEP));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> answer.await(EVER));
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(5, ask(port, ECHO, 5).first(), "the connection is as before");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void answerThatHasComeCountsMoreThanAnInterrupt(Way way) throws Exception {
    Port port = port(way);
    Answer answer = port.ask(address.resource(), Message.of(KEEP));
    ask(port, GIVE, 8);
    Thread.currentThread().interrupt();
    assertEquals(8, answer.await(EVER).first());
    assertTrue(Thread.interrupted());
  }

  @Test
  void interruptedThreadAsksAndConnects() {
    Thread.currentThread().interrupt();
    Port port = connect();
    port.tell(address.resource(), Message.of(NOTE, 1, 0));
    assertEquals(
        2, port.ask(address.resource(), Message.of(ECHO, 2, 0)).awaitUninterruptibly().first());
    assertTrue(Thread.interrupted());
    assertEquals(List.of(1L), model.notes);
  }

  @Test
  void waitEndsWithAnAnswerFromElsewhere() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Port waiting = connect();
    Future<Long> answer = thread.submit(() -> ask(waiting, KEEP, 0).first());
    await().until(() -> !model.kept.isEmpty());
    ask(connect(), GIVE, 42);
    assertEquals(42, answer.get(20, TimeUnit.SECONDS));
    thread.shutdown();
  }

  @Test
  void whatAProcessHasSentIsTakenInBeforeItsEnd() throws Exception {
    SocketChannel socket = Greeting.connect(address.broker(), Line.FRAMES);
    Outbox outbox = new Outbox();
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      outbox.add(new BrokerFrame(FrameKind.TELL, address.resource(), 0, Message.of(NOTE, i, 0)));
    }
    assertTrue(outbox.write(socket));
    socket.close();
    await().until(() -> !model.ended.isEmpty());
    assertEquals(count, model.notes.size());
    for (int i = 0; i < count; i++) {
      assertEquals(i, model.notes.get(i));
    }
    assertEquals(1, model.ended.size());
  }

  @Test
  void requestsOfAProcessThatHasEndedAreForgotten() throws Exception {
    SocketChannel socket = Greeting.connect(address.broker(), Line.FRAMES);
    Outbox outbox = new Outbox();
    outbox.add(new BrokerFrame(FrameKind.ASK, address.resource(), 1, Message.of(KEEP)));
    outbox.write(socket);
    await().until(() -> !model.kept.isEmpty());
    socket.close();
    await().until(model.kept::isEmpty);
  }

  @Test
  void processThatDoesNotReadHoldsUpNobody() throws Exception {
    SocketChannel deaf = Greeting.connect(address.broker(), Line.FRAMES);
    Outbox outbox = new Outbox();
    byte[] body = new byte[1 << 20];
    for (int i = 0; i < 20; i++) {
      outbox.add(
          new BrokerFrame(FrameKind.ASK, address.resource(), i, new Message(ECHO, i, 0, body)));
    }
    outbox.write(deaf);
    Port port = connect();
    for (int i = 0; i < 100; i++) {
      assertEquals(i, ask(port, ECHO, i).first());
    }
    deaf.close();
    await().until(() -> !model.ended.isEmpty());
  }

  @Test
  void eventsComeInTheirOrder() {
    Port port = connect();
    List<Long> heard = Collections.synchronizedList(new ArrayList<>());
    port.listen(address.resource(), message -> heard.add(message.second()));
    for (int i = 0; i < 1000; i++) {
      port.tell(address.resource(), Message.of(NUDGE, address.resource(), i));
    }
    await().until(() -> heard.size() == 1000);
    for (int i = 0; i < 1000; i++) {
      assertEquals(i, heard.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void resourceThatWasRemovedIsClosed(Way way) {
    Port port = port(way);
    Broker.ofThisProcess().remove(address.resource());
    Answer answer = port.ask(address.resource(), Message.of(ECHO));
    assertThrows(ResourceClosedException.class, () -> answer.await(EVER));
    port.tell(address.resource(), Message.of(NOTE));
  }

  @Test
  void processThatAsksForResourcesThatAreGoneLeavesNoTraceOfThem() {
    RemoteSession session = new RemoteSession(Broker.ofThisProcess());
    session.begin();
    try {
      session.received(note(-1));
      Broker.ofThisProcess().remove(address.resource());
      session.received(note(address.resource()));
    } finally {
      session.finish();
    }
    assertEquals(Set.of(), session.touched());
  }

  private static BrokerFrame note(long resource) {
    return new BrokerFrame(FrameKind.TELL, resource, 0, Message.of(NOTE));
  }

  @Test
  void listenersLearnOfTheRemoval() throws Exception {
    Port port = connect();
    List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
    port.listen(address.resource(), message -> heard.add(message.code()));
    ask(port, ECHO, 1);
    Broker.ofThisProcess().remove(address.resource());
    await().until(() -> heard.equals(List.of(Port.LOST)));
  }

  @Test
  void processThatSendsNonsenseIsCutOff() {
    Port port = connect();
    Answer kept = port.ask(address.resource(), Message.of(KEEP));
    Answer answer = port.ask(address.resource(), Message.of(NONSENSE));
    assertThrows(OwnerLostException.class, () -> answer.await(EVER));
    assertThrows(OwnerLostException.class, () -> kept.await(EVER));
    assertThrows(
        OwnerLostException.class, () -> port.ask(address.resource(), Message.of(ECHO)).await(EVER));
    assertThrows(OwnerLostException.class, () -> port.tell(address.resource(), Message.of(NOTE)));
    assertTrue(model.kept.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MAX_VALUE, 3})
  void bytesThatAreNoFrameEndTheirConnectionAlone(int length) throws IOException {
    SocketChannel socket = Greeting.connect(address.broker(), Line.FRAMES);
    ByteBuffer bytes = ByteBuffer.allocate(BrokerFrame.HEADER_BYTES + 3);
    bytes.putInt(length).put((byte) 77).rewind();
    socket.write(bytes);
    assertEquals(-1, socket.read(ByteBuffer.allocate(1)));
    assertEquals(
        6,
        connect().ask(address.resource(), Message.of(ECHO, 6, 0)).awaitUninterruptibly().first());
    socket.close();
  }

  @Test
  void whoDoesNotKnowTheTokenIsNotHeard() throws IOException {
    var wrong =
        new io.forkpool.core.channel.Endpoint(
            address.broker().address(),
            new byte[Greeting.TOKEN_BYTES],
            address.broker().directory());
    SocketChannel socket = Greeting.connect(wrong, Line.FRAMES);
    Outbox outbox = new Outbox();
    outbox.add(new BrokerFrame(FrameKind.TELL, address.resource(), 0, Message.of(NOTE, 1, 0)));
    try {
      outbox.write(socket);
      assertEquals(-1, socket.read(ByteBuffer.allocate(1)));
    } catch (IOException e) {
      // Closed before it was read: the same.
    }
    assertEquals(List.of(), model.notes);
    socket.close();
  }

  @Test
  void brokerThatIsNotThereIsLost() {
    var nowhere =
        new io.forkpool.core.channel.Endpoint(
            address.broker().address() + "-not", address.broker().token(), "nowhere");
    assertThrows(OwnerLostException.class, () -> Ports.to(new ResourceAddress(nowhere, 1, 1)));
  }
}
