package io.forkpool.core.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.TaskSerializationException;
import io.forkpool.core.handle.Handle;
import io.forkpool.core.handle.TravelsByHandle;
import org.junit.jupiter.api.Test;

/** What travels by a handle. */
class HandlesTest {
  /** Not Serializable: Java serialization would refuse it. */
  static final class Address {
    final int number;

    Address(int number) {
      this.number = number;
    }
  }

  static final class Room implements TravelsByHandle {
    private static final long serialVersionUID = 1L;
    final transient int number;

    Room(int number) {
      this.number = number;
    }

    @Override
    public Object writeReplace() {
      return new RoomHandle(new Address(number));
    }
  }

  @SuppressWarnings("serial") // that is the point
  record RoomHandle(Address address) implements Handle {
    @Override
    public Object readResolve() {
      return new Room(address.number + 1);
    }
  }

  /** A field of a final class is written without its name. */
  record Guest(String name, Room room) {}

  static final class Nothing implements TravelsByHandle {
    private static final long serialVersionUID = 1L;

    @Override
    public Object writeReplace() {
      return "no handle";
    }
  }

  static final class Unpacked implements TravelsByHandle {
    private static final long serialVersionUID = 1L;

    @Override
    public Object writeReplace() {
      return new UnpackedHandle(7);
    }
  }

  record UnpackedHandle(int value) implements Handle {
    @Override
    public Object readResolve() {
      return new Unpacked();
    }
  }

  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Unpacked held = new Unpacked();
  }

  @Test
  void whatArrivesIsWhatTheHandleGives() {
    assertEquals(4, RoundTrip.of(new Room(3)).number);
    assertEquals(4, RoundTrip.of(new Guest("g", new Room(3))).room().number);
  }

  @Test
  void whatIsHeldTwiceArrivesOnce() {
    Room room = new Room(1);
    Object[] both = RoundTrip.of(new Object[] {room, new Guest("g", room), room});
    assertSame(both[0], both[2]);
    assertSame(both[0], ((Guest) both[1]).room());
    assertEquals(2, ((Room) both[0]).number);
  }

  @Test
  void anObjectStreamCarriesItToo() {
    assertInstanceOf(Unpacked.class, RoundTrip.of(new Broken()).held);
  }

  @Test
  void whatIsNoHandleIsRefused() {
    byte[] bytes = RoundTrip.encode(new Nothing());
    var e = assertThrows(TaskSerializationException.class, () -> RoundTrip.decode(bytes));
    assertTrue(e.getMessage().contains("not a handle"), e.getMessage());
  }
}
