package lifeboat.connectors.netconf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a NETCONF message ends (RFC 6242): at {@code ]]>]]>} until both sides have said hello, then, if both can, in
 * chunks that say how long they are. Reads byte by byte: it does not matter how they arrive.
 */
final class Framing {

    private static final byte[] MARK = "]]>]]>".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;
    private static final int LONGEST_HEADER = 13;

    private enum State { MARKED, HEADER, CHUNK }

    private final Message message = new Message();
    private final StringBuilder header = new StringBuilder();
    private State state = State.MARKED;
    private long left;

    /** From the next message on. */
    void useChunks() {
        state = State.HEADER;
    }

    byte[] frame(String xml) {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 32);
        if (state == State.MARKED) {
            out.writeBytes(bytes);
            out.writeBytes(MARK);
        } else {
            out.writeBytes("\n#%d\n".formatted(bytes.length).getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(bytes);
            out.writeBytes("\n##\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    /**
     * Takes the next byte.
     *
     * @return the message that it ends
     * @throws IOException if it is no NETCONF, or too much of it
     */
    Optional<String> take(byte b) throws IOException {
        boolean complete = switch (state) {
            case MARKED -> isMark(b);
            case HEADER -> isEndOfChunks((char) (b & 0xff));
            case CHUNK -> isInChunk(b);
        };
        return complete ? Optional.of(message.takeAll()) : Optional.empty();
    }

    private boolean isMark(byte b) throws IOException {
        message.add(b);
        return b == MARK[MARK.length - 1] && message.dropEnd(MARK);
    }

    private boolean isInChunk(byte b) throws IOException {
        message.add(b);
        left--;
        state = left > 0 ? State.CHUNK : State.HEADER;
        return false;
    }

    /**
     * A header is {@code \n#LENGTH\n}, and {@code \n##\n} after the last chunk. Not every server counts the line feeds
     * before it.
     */
    private boolean isEndOfChunks(char c) throws IOException {
        if (header.length() == 0 && c == '#') {
            header.append('\n');
        }
        if (c != '\n' || header.length() != 1) {
            header.append(c);
        }
        if (header.length() < 3 || c != '\n') {
            boolean wrong = header.charAt(0) != '\n' || header.length() > 1 && header.charAt(1) != '#'
                    || header.length() > LONGEST_HEADER;
            if (wrong) {
                throw new IOException("the device sends no NETCONF chunk but '%s'".formatted(header.toString()
                        .replaceAll("[^\\x20-\\x7e]", "?")));
            }
            return false;
        }
        String length = header.substring(2, header.length() - 1);
        header.setLength(0);
        if (length.equals("#")) {
            return true;
        }
        if (!length.matches("[1-9]\\d{0,9}")) {
            throw new IOException("the device sends a NETCONF chunk of length '%s'".formatted(length
                    .replaceAll("[^\\x20-\\x7e]", "?")));
        }
        left = Long.parseLong(length);
        state = State.CHUNK;
        return false;
    }

    private static final class Message extends ByteArrayOutputStream {

        private void add(byte b) throws IOException {
            if (count >= LARGEST_MESSAGE) {
                throw new IOException("the device does not end its message: %d MiB so far".formatted(
                        LARGEST_MESSAGE >> 20));
            }
            write(b);
        }

        private boolean dropEnd(byte[] end) {
            if (count < end.length || !Arrays.equals(buf, count - end.length, count, end, 0, end.length)) {
                return false;
            }
            count -= end.length;
            return true;
        }

        private String takeAll() {
            String whole = toString(StandardCharsets.UTF_8).strip();
            reset();
            return whole;
        }
    }
}
