package io.forkpool;

import java.util.Optional;

/** The names of the signals that end processes, by the numbers that Linux and macOS share. */
enum SignalName {
  SIGHUP(1),
  SIGINT(2),
  SIGQUIT(3),
  SIGILL(4),
  SIGTRAP(5),
  SIGABRT(6),
  SIGFPE(8),
  SIGKILL(9),
  SIGSEGV(11),
  SIGPIPE(13),
  SIGALRM(14),
  SIGTERM(15),
  SIGXCPU(24),
  SIGXFSZ(25);

  private final int number;

  SignalName(int number) {
    this.number = number;
  }

  static Optional<String> of(int number) {
    for (SignalName name : values()) {
      if (name.number == number) {
        return Optional.of(name.name());
      }
    }
    return Optional.empty();
  }
}
