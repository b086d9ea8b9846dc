package io.forkpool.posix;

import io.forkpool.HeldLock;
import java.util.List;

/**
 * A child that has just been forked. Its parent must wait for it ({@code waitpid}), or it stays a
 * zombie.
 *
 * @param pid its process id
 * @param heldLocks the locks that stay locked in it, because the parent's other threads held them
 * @param timing where the time went
 */
record ForkedChild(int pid, List<HeldLock> heldLocks, ForkTiming timing) {}
