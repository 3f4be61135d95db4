package lifeboat.evidence.time;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** Whoever says when something was there, asked by HTTP (RFC 3161 section 3.4). */
public final class TimeStampAuthority {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NONCE_BITS = 64;
    private static final int OK = 200;

    private final URI address;
    private final String name;
    private final SecureRandom random = new SecureRandom();

    /** @throws IllegalArgumentException if nobody can be asked there */
    public TimeStampAuthority(URI address) {
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
            throw new IllegalArgumentException("'%s' is no time stamp authority: http://... or https://... is expected."
                    .formatted(WithoutPassword.of(address)));
        }
        this.address = address;
        this.name = WithoutPassword.of(address);
    }

    /**
     * @return the answer, as {@code openssl ts -verify -in} reads it
     * @throws TimeStampException if there is none, or it is not for this
     */
    public byte[] stamp(byte[] content) throws TimeStampException, InterruptedException {
        try {
            TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
            generator.setCertReq(true);
            TimeStampRequest request = generator.generate(TSPAlgorithms.SHA256, TimeStamp.imprintOf(content),
                    new BigInteger(NONCE_BITS, random));
            HttpResponse<byte[]> answer = HttpClient.newBuilder().connectTimeout(PATIENCE).build().send(
                    HttpRequest.newBuilder(address).timeout(PATIENCE)
                            .header("Content-Type", "application/timestamp-query")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request.getEncoded())).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != OK) {
                throw new TimeStampException("%s answered %d.".formatted(name, answer.statusCode()));
            }
            TimeStampResponse response = new TimeStampResponse(answer.body());
            response.validate(request);
            if (response.getTimeStampToken() == null) {
                throw new TimeStampException("%s refused: %s.".formatted(name, response.getStatusString()));
            }
            return answer.body();
        } catch (IOException | TSPException e) {
            throw new TimeStampException("%s gave no time stamp: %s".formatted(name, e.getMessage() == null
                    ? e.toString() : e.getMessage()), e);
        }
    }
}
