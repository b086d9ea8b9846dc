package io.forkpool.core;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkpool.Pool;
import io.forkpool.StartMethod;
import io.forkpool.WorkerLimits;
import io.forkpool.WorkerLimitsUnavailableException;
import io.forkpool.spi.WorkerLimiter;
import org.junit.jupiter.api.Test;

/** This module alone: nobody can limit processes. */
class LimitsWithoutPosixTest {
  @Test
  void limitsThatNeedTheKernelAreRefusedWithWhatToDo() {
    assumeTrue(WorkerLimiter.find().isEmpty(), "pool-posix is on the class path");
    Pool.Builder builder =
        Pool.builder()
            .startMethod(StartMethod.SPAWN)
            .workerLimits(WorkerLimits.none().withNice(10));
    WorkerLimitsUnavailableException e =
        assertThrows(WorkerLimitsUnavailableException.class, builder::build);
    assertTrue(
        e.getMessage().contains("WorkerLimits[nice=10] needs pool-posix: put it on the class path"),
        e::getMessage);
  }
}
