/**
 * Class-data archives: what a JVM has loaded and linked, in a file that the next one maps, so that
 * a fresh worker is up in half the time. HotSpot makes and checks them (class data sharing, JEP 310
 * and 350; from 25 on the ahead-of-time cache, JEP 483 and 514); this package decides which is for
 * whom, has it made, and lets a child use it.
 *
 * <pre>
 *   in the program                            at its side, once per key       its children, in turn
 *   spawn ──▶ ClassDataArchives ──1 s later─▶ ArchiveMaker (nice, ──────────▶ Trainer: rehearses the
 *               │  ChildJvm, ArchiveKey         a lock, a time limit)         program, dumps at exit
 *               ▼ ArchiveKind: flags              │
 *             a worker or fork server            └─▶ CacheSize: deletes what was not used for long
 * </pre>
 *
 * <p><b>Key.</b> An archive fits one JDK (home, version, and the time and size of its module file,
 * which an update in place changes), one list of flags less those that do not matter to it, one
 * class path by path, time and size of each jar, and the program that is to start. The key is a
 * hash of all that and the file's name; whatever changes, another file is looked for and made, and
 * the old one is deleted when it has not been used for long. HotSpot archives classes from jars
 * only, and an archive of the first jars of a class path is good for any class path that begins
 * with them; so the class path counts up to the first directory in it. If the program's own classes
 * come later than that, or from a module path, there is no archive.
 *
 * <p><b>Never an error.</b> A child starts with or without an archive. HotSpot ignores one that it
 * finds unfit, of which it is told not to speak on the child's stdout. One that was cut off can
 * crash it; so the file's name tells its size. One that is damaged inside can, too (HotSpot checks
 * sums only with {@code -XX:+VerifySharedSpaces}, which costs more than the archive saves); so a
 * child that crashes at its start takes its archive with it, and the pool starts another. Flags of
 * the user about archives win: then nothing is done here.
 *
 * <p><b>Who owns what.</b> Files lie in {@link io.forkpool.spi.UserCache}, which only this user can
 * write to. A maker owns its lock, which the kernel takes back when it dies, its temporary files,
 * which it deletes, or, if it was killed, the next maker, and its child, which it kills when it is
 * late or when the program that has started it has gone; then it ends itself. An archive appears
 * complete, by a rename. What could not be made is noted, and tried again after a day.
 */
package io.forkpool.core.cache;
