package io.forkpool.core.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointTest {
  private static final byte[] TOKEN = new byte[Greeting.TOKEN_BYTES];

  static {
    Arrays.fill(TOKEN, (byte) 0xa7);
  }

  @Test
  void textLeavesTheTokenOut() {
    String text = new Endpoint("unix:/tmp/x/socket", TOKEN, "/tmp/x").toString();
    assertFalse(text.contains(HexFormat.of().formatHex(TOKEN, 0, 2)), text);
    assertFalse(text.contains(Arrays.toString(TOKEN).substring(1, 8)), text);
    assertTrue(text.contains("/tmp/x/socket"), text);
  }

  @Test
  void tokenOfAnotherLengthIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Endpoint("unix:/x", new byte[31], "/tmp"));
  }

  @Test
  void addressesAreReadAsTheyAreDescribed() {
    UnixDomainSocketAddress unix = UnixDomainSocketAddress.of("/tmp/some/socket");
    assertEquals(unix, new Endpoint(Endpoint.describe(unix), TOKEN, "/tmp").socketAddress());
    InetSocketAddress tcp = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
    assertEquals(tcp, new Endpoint(Endpoint.describe(tcp), TOKEN, "/tmp").socketAddress());
  }

  @Test
  void childCanDeleteWhatADeadParentLeft(@TempDir Path base) throws IOException {
    Path directory = Files.createDirectory(base.resolve("left"));
    Endpoint endpoint = new Endpoint("unix:" + directory + "/socket", TOKEN, directory.toString());
    Files.createFile(endpoint.socketFile());
    Claims.create(endpoint.claimsFile());
    endpoint.delete();
    assertFalse(Files.exists(directory));
    endpoint.delete();
  }
}
