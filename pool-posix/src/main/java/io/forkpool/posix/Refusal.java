package io.forkpool.posix;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The reasons for which this JVM cannot be forked, each with what to do about it. In order. */
enum Refusal {
  SYSTEM("fork needs Linux; use spawn") {
    @Override
    boolean applies(Surroundings here) {
      return !here.os().equals("Linux");
    }
  },
  VM("fork knows how to copy HotSpot only; run on an OpenJDK build with HotSpot, or use spawn") {
    @Override
    boolean applies(Surroundings here) {
      return !containsAny(here.vm(), HOTSPOT_NAMES) || containsAny(here.vm(), OTHER_VMS);
    }
  },
  C_LIBRARY("fork needs glibc, and this process runs on musl; use a glibc system, or spawn") {
    @Override
    boolean applies(Surroundings here) {
      return mapped(here, "/ld-musl-");
    }
  },
  NATIVE_PART(
      "pool-posix has no native part for this system; build it on one with cc and make, or use"
          + " spawn") {
    @Override
    boolean applies(Surroundings here) {
      return !here.nativePart();
    }
  },
  PROC("/proc is not mounted or not readable; mount it, or use spawn") {
    @Override
    boolean applies(Surroundings here) {
      return here.maps().isEmpty() || here.threads().isEmpty();
    }
  },
  Z_COLLECTOR(
      "ZGC keeps its heap in shared memory, in which parent and child would overwrite each other;"
          + " run with -XX:+UseG1GC, or use spawn") {
    @Override
    boolean applies(Surroundings here) {
      boolean found = mapped(here, "/memfd:java_heap");
      for (String name : here.threads()) {
        for (String start : Z_THREADS) {
          found |= name.startsWith(start);
        }
      }
      return found;
    }
  },
  SHARED_HEAP(
      "the heap is in shared memory (-XX:AllocateHeapAt or -XX:+UseSHM), in which parent and child"
          + " would overwrite each other; run without it, or use spawn") {
    @Override
    boolean applies(Surroundings here) {
      boolean found = false;
      for (String line : here.maps()) {
        found |= line.contains(" rw-s ") && containsAny(line, SHARED_HEAPS);
      }
      return found;
    }
  },
  HUGE_PAGES(
      "memory in explicit huge pages (-XX:+UseLargePages) cannot be shared copy-on-write safely: a"
          + " process is killed when there are none left; run with -XX:+UseTransparentHugePages, or"
          + " use spawn") {
    @Override
    boolean applies(Surroundings here) {
      return mapped(here, "/anon_hugepage");
    }
  },
  DEBUGGER(
      "a debugger's agent owns the right to suspend threads; run without -agentlib:jdwp, or use"
          + " spawn") {
    @Override
    boolean applies(Surroundings here) {
      return mapped(here, "/libjdwp.so");
    }
  },
  FLIGHT_RECORDER(
      "a flight recording is running, and parent and child would write into the same files; stop it,"
          + " or use spawn") {
    @Override
    boolean applies(Surroundings here) {
      return here.threads().contains("JFR Recorder Th");
    }
  },
  PRINTING_COMPILERS(
      "the compilers print what they do (-XX:+PrintCompilation or the like), under a lock of HotSpot's"
          + " that knows its holder by the thread's id, which is another one in the child: it could"
          + " wait for ever; run without that flag, or use spawn") {
    @Override
    boolean applies(Surroundings here) {
      Set<String> printing = new HashSet<>();
      for (String flag : here.flags()) {
        if (flag.startsWith("-XX:+") && PRINTING.contains(flag.substring(5))) {
          printing.add(flag.substring(5));
        } else if (flag.startsWith("-XX:-")) {
          printing.remove(flag.substring(5));
        }
      }
      return !printing.isEmpty();
    }
  },
  SECCOMP("seccomp's strict mode forbids to make processes; run without it") {
    @Override
    boolean applies(Surroundings here) {
      return here.status().contains("Seccomp:\t1");
    }
  };

  private static final List<String> SHARED_HEAPS = List.of("/jvmheap.", "/SYSV");
  private static final List<String> HOTSPOT_NAMES = List.of("OpenJDK", "HotSpot");
  private static final List<String> OTHER_VMS = List.of("OpenJ9", "Substrate", "Zing", "Zero");
  private static final List<String> Z_THREADS =
      List.of("ZDriver", "ZWorker", "ZDirector", "XDriver");

  /** What is printed while a program runs, by ttyLocker: see ostream.cpp. */
  private static final Set<String> PRINTING =
      Set.of(
          "LogCompilation",
          "LogVMOutput",
          "PrintAdapterHandlers",
          "PrintAssembly",
          "PrintCompilation",
          "PrintCompilation2",
          "PrintInlining",
          "PrintIntrinsics",
          "PrintNMethods",
          "PrintNativeNMethods",
          "PrintSignatureHandlers",
          "PrintStubCode");

  private final String cause;

  Refusal(String cause) {
    this.cause = cause;
  }

  /** Why, and what to do. */
  String cause() {
    return cause;
  }

  /** Whether this stands in the way of a fork. */
  abstract boolean applies(Surroundings here);

  /** Those for which no JVM that is started from here could be forked either. */
  static final Set<Refusal> OF_THE_SYSTEM =
      Collections.unmodifiableSet(
          EnumSet.of(SYSTEM, VM, C_LIBRARY, NATIVE_PART, PROC, SHARED_HEAP, SECCOMP));

  /** The first that applies. */
  static Optional<Refusal> of(Surroundings here) {
    return of(here, EnumSet.allOf(Refusal.class));
  }

  /** The first of some that applies. */
  static Optional<Refusal> of(Surroundings here, Set<Refusal> some) {
    for (Refusal refusal : some) {
      if (refusal.applies(here)) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }

  private static boolean mapped(Surroundings here, String name) {
    for (String line : here.maps()) {
      if (line.contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsAny(String text, List<String> parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
