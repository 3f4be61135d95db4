package lifeboat.lab.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The Linux lab's streaming service as a Java program, with the arguments of {@code lab/linux/stream_server.py}. */
public final class StreamServer {

    private static final int TICK_MILLIS = 10;
    private static final int BYTES_PER_TICK = 2504;
    private static final int PAGE = 4096;
    private static final int PAGES_PER_TICK = 16;

    private final byte[] memory;
    private final int hot;
    private final Path pidFile;
    private final List<Listener> users = new ArrayList<>();
    private int page;

    private static final class Listener {
        private final SocketChannel channel;
        private final ByteBuffer pending = ByteBuffer.allocate(512 * 1024).flip();
        private long position;

        Listener(SocketChannel channel) {
            this.channel = channel;
        }

        void send() throws IOException {
            pending.compact();
            for (int i = 0; i < BYTES_PER_TICK && pending.remaining() > 0; i++) {
                pending.put(StreamContent.at(position++));
            }
            pending.flip();
            channel.write(pending);
            if (channel.read(ByteBuffer.allocate(PAGE)) < 0) {
                throw new IOException("the user left");
            }
        }
    }

    private StreamServer(int bytes, int hot, Path pidFile) {
        this.memory = new byte[bytes];
        new Random().nextBytes(memory);
        this.hot = hot;
        this.pidFile = pidFile;
    }

    public static void main(String[] args) throws Exception {
        StreamServer server = new StreamServer((int) (Double.parseDouble(args[2]) * 1024 * 1024),
                (int) (Double.parseDouble(args[3]) * 1024 * 1024), Path.of(args[4]));
        server.serve(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
    }

    private void serve(InetSocketAddress address) throws Exception {
        ServerSocketChannel listening = ServerSocketChannel.open().bind(address);
        listening.configureBlocking(false);
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        while (true) {
            accept(listening);
            for (Iterator<Listener> all = users.iterator(); all.hasNext();) {
                Listener user = all.next();
                try {
                    user.send();
                } catch (IOException e) {
                    user.channel.close();
                    all.remove();
                }
            }
            for (int i = 0; i < PAGES_PER_TICK; i++) {
                memory[page]++;
                page = (page + PAGE) % hot;
            }
            tellDigest();
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        }
    }

    private void accept(ServerSocketChannel listening) throws IOException {
        SocketChannel user = listening.accept();
        if (user != null) {
            user.configureBlocking(false);
            user.setOption(StandardSocketOptions.TCP_NODELAY, true);
            users.add(new Listener(user));
        }
    }

    private void tellDigest() throws Exception {
        if (Files.deleteIfExists(pidFile.resolveSibling(pidFile.getFileName() + ".ask"))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(memory, hot, memory.length - hot);
            Path next = pidFile.resolveSibling(pidFile.getFileName() + ".next");
            Files.writeString(next, HexFormat.of().formatHex(digest.digest()) + "\n");
            Files.move(next, pidFile.resolveSibling(pidFile.getFileName() + ".sha256"),
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
