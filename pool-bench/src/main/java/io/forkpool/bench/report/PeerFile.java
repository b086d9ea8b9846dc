package io.forkpool.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.forkpool.bench.peers.PeerOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The part of the results that is not JMH's: a JSON file.
 *
 * @param header where and how they came to be
 * @param contests with peers
 * @param failures what was to be measured and was not, each with its reason
 */
public record PeerFile(Header header, List<PeerOutcome> contests, List<String> failures) {

  /**
   * Reads a file.
   *
   * @param file written by {@link #write}
   * @return what it holds
   * @throws IOException if it holds something else
   */
  public static PeerFile read(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), PeerFile.class);
  }

  /**
   * Writes a file.
   *
   * @param file which is replaced
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
  }
}
