package io.forkpool.posix;

import static io.forkpool.posix.Check.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a child that is the user's own program has of its parent's sockets. */
enum SocketCheck implements ChildCheck {
  THE_USERS_TCP_SOCKETS_ARE_KEPT {
    @Override
    public void inParent() throws Exception {
      server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      connect();
    }
  },
  THE_USERS_UNIX_SOCKETS_ARE_KEPT {
    @Override
    public void inParent() throws Exception {
      bind("forkpoolish");
      connect();
    }
  },
  FORKPOOLS_OWN_SOCKETS_ARE_OUT_OF_USE {
    @Override
    public void inParent() throws Exception {
      bind("forkpool-123");
      connect();
    }

    @Override
    public void inChild() throws Exception {
      check(!canWrite(client), "the child has its parent's connection");
      check(!canWrite(accepted), "the child has its parent's accepted connection");
      boolean usable = true;
      try {
        server.configureBlocking(false);
      } catch (IOException e) {
        usable = false;
      }
      check(!usable, "the child listens in its parent's place");
      mailbox().post("looked", "");
      mailbox().await("seen");
    }

    /** The end of the parent's side is the end of the connection. */
    @Override
    public void whileTheChildRuns(int child) throws Exception {
      mailbox().await("looked");
      client.close();
      check(accepted.read(ByteBuffer.allocate(1)) < 0, "the child holds its parent's connection");
      mailbox().post("seen", "");
    }

    @Override
    public void afterChild() throws Exception {
      accepted.close();
      server.close();
    }
  },
  WORKERS_HAVE_NONE {
    @Override
    public ForkOptions options() {
      return ForkOptions.isolated();
    }

    @Override
    public void inParent() throws Exception {
      bind("forkpoolish");
      connect();
    }

    @Override
    public void inChild() {
      check(!canWrite(client), "a worker has its parent's connection");
    }

    @Override
    public void afterChild() throws Exception {
      check(canWrite(client), "the parent has it");
    }
  };

  ServerSocketChannel server;
  SocketChannel client;
  SocketChannel accepted;

  @Override
  public ForkOptions options() {
    return ForkOptions.isolated().withSockets();
  }

  Mailbox mailbox() throws IOException {
    return Mailbox.of(this);
  }

  void bind(String directory) throws IOException {
    Path socket = Files.createDirectories(mailbox().path(directory)).resolve("socket");
    Files.deleteIfExists(socket);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  void connect() throws IOException {
    client = SocketChannel.open(server.getLocalAddress());
    accepted = server.accept();
  }

  @Override
  public void inChild() throws Exception {
    check(canWrite(client), "the child has not its parent's connection");
    server.configureBlocking(false);
    check(server.accept() == null, "nobody connects");
  }

  @Override
  public void afterChild() throws Exception {
    check(accepted.read(ByteBuffer.allocate(1)) == 1, "what the child has written has not come");
    client.close();
    check(accepted.read(ByteBuffer.allocate(1)) < 0, "no end");
    accepted.close();
    server.close();
  }

  static boolean canWrite(SocketChannel socket) {
    try {
      return socket.write(ByteBuffer.allocate(1)) == 1;
    } catch (IOException e) {
      return false;
    }
  }
}
