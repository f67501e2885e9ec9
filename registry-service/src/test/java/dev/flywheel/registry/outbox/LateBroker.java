package dev.flywheel.registry.outbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A port that hangs up on everybody, until it begins to lead to a broker. It is held from the
/// beginning, so that nobody else gets it meanwhile.
final class LateBroker implements AutoCloseable {

    private final ServerSocket server;
    private volatile boolean open;

    LateBroker(String bootstrapServers) throws IOException {
        String[] hostAndPort = bootstrapServers.split(",", -1)[0].split(":", -1);
        server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        Thread.startVirtualThread(() -> accept(hostAndPort[0], Integer.parseInt(hostAndPort[1])));
    }

    String address() {
        return "localhost:" + server.getLocalPort();
    }

    void open() {
        open = true;
    }

    private void accept(String host, int port) {
        try {
            while (true) {
                Socket client = server.accept();
                if (!open) {
                    client.close();
                    continue;
                }
                Socket broker = new Socket(host, port);
                Thread.startVirtualThread(() -> copy(client, broker));
                Thread.startVirtualThread(() -> copy(broker, client));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One side hung up.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
