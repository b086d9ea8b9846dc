/**
 * Memory that processes share: a file without a name, which each of them maps.
 *
 * <pre>
 *   the maker's process                                   another process
 *
 *   MappedLongArray ─▶ MappedMemory ─▶ Block        Block ◀─ MappedMemory ◀─ MappedLongArray
 *                                        │            │
 *                              descriptor, mapping   descriptor, mapping
 *                                        └─▶ tmpfs ◀──┘
 *
 *   MemoryHandle: which file, and where it is open: /proc/PID/fd/N of the maker and of the sender
 * </pre>
 *
 * <p><b>Who frees the memory?</b> The kernel, and nobody else. The file is made in a directory that
 * only this user may enter, and unlinked before it has its first byte. From then on its memory
 * lives as long as a descriptor or a mapping of it does, and the kernel closes those of a process
 * that ends, whatever ended it. No lock, no count and no sweeper can be wrong about it, and a kill
 * between the two calls leaves an empty file, which the next that makes a block deletes.
 *
 * <p><b>How do others get at a file without a name?</b> Linux opens the file of a descriptor anew
 * by {@code /proc/PID/fd/N}, for the same user. A handle names two such places: of the process that
 * made the block, and of the one that sent the handle; each process keeps a descriptor of what it
 * has mapped. So whoever has a block can pass it on, also when its maker was killed.
 *
 * <p><b>Why is that never another file?</b> A pid and a descriptor may have a second life. But the
 * link {@code /proc/PID/fd/N} reads as the path that the file once had, and that ends in 128 random
 * bits. It is compared before the place is opened, since opening may have effects, and once more
 * after that, by the descriptor that one got: in between the other process may have closed it.
 *
 * <p><b>Why does a later access not fail?</b> Pages of tmpfs are taken when they are first written;
 * if there is none then, the kernel sends SIGBUS, and a JVM may crash of that. So the maker writes
 * all of them, with zeros, before anybody sees the block: what fails, fails there, as an exception.
 * Nobody truncates a block.
 *
 * <p><b>Names</b> are small files in the same directory that hold a handle ({@link
 * io.forkpool.core.memory.Names}). One whose place does not hold the block any more is stale, and
 * may be taken. So a name never keeps memory.
 *
 * <p><b>What stays mapped.</b> A process that maps a block finds its pages one by one, and each
 * costs time when it is first touched. So what another process has made is kept mapped here while
 * that one has it, whether somebody uses it or not: the next task finds all that earlier ones
 * found, and no memory is kept by it that would be free otherwise. {@code close} of the last use
 * ends that.
 *
 * <p><b>What a JVM may not unmap.</b> An access to memory that was unmapped would end it. From Java
 * 22 on a shared arena ends a mapping safely at once, when the last use of the block is closed, or
 * as soon as the system call that reads or writes it has returned. Before that, and for uses that
 * are dropped, it is the collector who finds out. Nobody would run one in an idle worker: so {@link
 * io.forkpool.core.memory.ReleaseWatch} does, where that is cheap.
 *
 * <p>Under {@code fork} a child inherits descriptors under their numbers, and shared mappings as
 * they are; all of the above holds for it as it is. What depends on the pid is asked anew each
 * time.
 */
package io.forkpool.core.memory;
