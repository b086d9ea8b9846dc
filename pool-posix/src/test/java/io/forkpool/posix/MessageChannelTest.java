package io.forkpool.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the end of the other side is told. */
class MessageChannelTest {
  private static final ServerMessage MESSAGE = new ServerMessage.Opened(1);

  /** A system of which each call fails. */
  private static MessageChannel failing(PosixException failure) {
    Native system =
        (Native)
            Proxy.newProxyInstance(
                MessageChannelTest.class.getClassLoader(),
                new Class<?>[] {Native.class},
                (self, method, arguments) -> {
                  throw failure;
                });
    return new MessageChannel(system, 3);
  }

  /** It was killed before it had read everything, or while it was written to. */
  @ParameterizedTest
  @ValueSource(ints = {PosixException.ECONNRESET, PosixException.EPIPE})
  void otherSideThatWasKilledHasGone(int errno) {
    MessageChannel channel = failing(new PosixException("a call", errno));
    assertThrows(EOFException.class, channel::receive);
    assertThrows(EOFException.class, () -> channel.send(MESSAGE));
  }

  @Test
  void anyOtherFailureIsTold() {
    PosixException failure = new PosixException("a call", PosixException.EACCES);
    MessageChannel channel = failing(failure);
    assertSame(failure, assertThrows(IOException.class, channel::receive));
    assertEquals(failure, assertThrows(IOException.class, () -> channel.send(MESSAGE)));
  }
}
