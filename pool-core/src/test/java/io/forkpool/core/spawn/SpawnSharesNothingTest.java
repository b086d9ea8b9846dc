package io.forkpool.core.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.forkpool.Pool;
import io.forkpool.SerializableRunnable;
import io.forkpool.StartMethod;
import io.forkpool.TaskSerializationException;
import io.forkpool.contract.Behaviour;
import io.forkpool.contract.BehaviourNames;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The behaviours of fork that spawn does not have, by design: a worker begins with nothing of its
 * parent's. Those of fork are in pool-posix.
 */
@DisplayNameGeneration(BehaviourNames.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpawnSharesNothingTest {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final List<String> STATE = new ArrayList<>();

  /** Held here, since loggers that nobody holds are forgotten with their levels. */
  private static final Logger LOGGER = Logger.getLogger("forkpool.spawn.test");

  @TempDir Path directory;

  @AfterEach
  void forget() {
    STATE.clear();
    LOGGER.setLevel(null);
  }

  private static Pool.Builder builder() {
    return Pool.builder().workers(1).startMethod(StartMethod.SPAWN);
  }

  @Test
  @Behaviour(40)
  void theChildDoesNotSeeTheParentsStaticState() {
    STATE.add("written in the parent");
    LOGGER.setLevel(Level.FINEST);
    try (Pool pool = builder().build()) {
      assertEquals("[]", pool.apply(() -> STATE.toString()));
      assertEquals("null", pool.apply(() -> String.valueOf(LOGGER.getLevel())));
    }
  }

  @Test
  @Behaviour(42)
  void aLockThatAParentThreadHoldsIsFreeInTheChild() {
    LOCK.lock();
    try (Pool pool = builder().build()) {
      assertTrue(pool.apply(() -> LOCK.tryLock()));
    } finally {
      LOCK.unlock();
    }
  }

  @Test
  @Behaviour(43)
  void anOpenFileThatIsCapturedIsRefusedByItsName() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("open").toFile(), "rw")) {
      ReentrantLock lock = new ReentrantLock();
      SerializableRunnable target =
          () -> {
            lock.lock();
            file.write(1);
          };
      TaskSerializationException e =
          assertThrows(
              TaskSerializationException.class, () -> builder().initializer(target).build());
      assertEquals("java.io.RandomAccessFile", e.className(), e.getMessage());
      assertTrue(e.getMessage().contains("java.io.RandomAccessFile"), e.getMessage());
      assertEquals(0, file.length());
      assertFalse(lock.isLocked());
    }
  }
}
