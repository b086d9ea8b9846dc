package io.forkpool.spi;

import java.util.List;

/**
 * The processes that descend from a process, so that they can be killed with it.
 *
 * <p>Who descends from whom is only known while the parents live: so they are listed first, then
 * the process is killed, which can start no more from then on, then they are, each with what it has
 * started since. What is not reached: a process whose own parent had ended before (a daemon), and
 * one that is started in the moment between the listing and the death of its parent. Each is
 * signalled by its {@link ProcessHandle}, which compares start times: never another one with the
 * same id.
 *
 * @param processes the processes; not copied
 */
public record Descendants(List<ProcessHandle> processes) {
  /**
   * Lists the descendants of a process.
   *
   * @param pid the process
   * @return all that descend from it now, itself left out
   */
  public static Descendants of(long pid) {
    return new Descendants(
        ProcessHandle.of(pid).map(process -> process.descendants().toList()).orElse(List.of()));
  }

  /** Kills them, and what they have started since. To be called when their root is dead. */
  public void kill() {
    for (ProcessHandle process : processes) {
      List<ProcessHandle> more = process.descendants().toList();
      process.destroyForcibly();
      more.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
