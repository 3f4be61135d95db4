package lifeboat.connectors.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import jdk.net.ExtendedSocketOptions;

/**
 * A TCP connection that does not keep the device waiting. One that sends in small pieces waits for the acknowledgement
 * of each (RFC 896), which the kernel would hold back for 40 ms (RFC 1122, section 4.2.3.2).
 */
final class PromptSocket extends Socket {

    @Override
    public InputStream getInputStream() throws IOException {
        boolean canAcknowledgeAtOnce = supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        return new FilterInputStream(super.getInputStream()) {
            /** The kernel forgets it after a while, so it is said again and again. */
            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                if (canAcknowledgeAtOnce && !isClosed()) {
                    setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
                }
                return super.read(bytes, offset, count);
            }

            /** Asking the kernel before each byte, as some readers do, would take longer than reading. */
            @Override
            public int available() {
                return 0;
            }
        };
    }
}
