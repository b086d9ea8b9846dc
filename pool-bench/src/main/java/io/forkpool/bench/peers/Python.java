package io.forkpool.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CPython's {@code multiprocessing}, where it is installed.
 *
 * @param command how it is called
 * @param directory where its program is put
 */
record Python(String command, Path directory) {
  static final String NAME = "CPython";

  /** Starts its side of a comparison. */
  Contestant start(Work work) throws MissingPeerException, IOException {
    version();
    List<String> words = new ArrayList<>();
    words.add(command);
    words.add(Programs.write("peer.py", directory).toString());
    words.addAll(work.words());
    return LineProcess.start(words);
  }

  /** Says which one it is. */
  String version() throws MissingPeerException, IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command, "-c", "import multiprocessing, sys; print(sys.version)")
              .redirectErrorStream(true)
              .start();
    } catch (IOException absent) {
      throw new MissingPeerException("no CPython here: " + absent.getMessage());
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String first = said.lines().findFirst().orElse("");
    if (LineProcess.end(process, 10) != 0) {
      throw new MissingPeerException(command + " has no multiprocessing: " + first);
    }
    return first;
  }
}
