package lifeboat.connectors.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads UTF-8, whose characters may be split over packets; a byte that is none is read as Latin-1. */
final class TextDecoder {

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    private byte[] unfinished = new byte[0];

    String decode(byte[] bytes, int offset, int count) {
        ByteBuffer in = ByteBuffer.allocate(unfinished.length + count).put(unfinished).put(bytes, offset, count)
                .flip();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        for (CoderResult result = utf8.decode(in, out, false); result.isError();
                result = utf8.decode(in, out, false)) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (in.get() & 0xff));
            }
        }
        unfinished = new byte[in.remaining()];
        in.get(unfinished);
        return out.flip().toString();
    }
}
