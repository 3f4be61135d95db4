package lifeboat.pmc.transfer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A server's key for encrypted images (TLS 1.3). It is made when the PMC starts and lives as long; nobody certifies it,
 * but the MCS tells each PMC the fingerprint of the other's over the control network.
 */
public final class ImageKey {

    private static final String ALIAS = "image";
    private static final String PASSWORD_VARIABLE = "LIFEBOAT_IMAGE_KEY_PASSWORD";
    private static final String PROTOCOL = "TLSv1.3";

    private final KeyStore store;
    private final char[] password;

    private ImageKey(KeyStore store, char[] password) {
        this.store = store;
        this.password = password;
    }

    /** @param folder for a moment; nothing stays there */
    public static ImageKey make(Path folder) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path file = folder.resolve("image-key.p12");
        Files.deleteIfExists(file);
        ProcessBuilder keytool = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=lifeboat-pmc", "-validity", "3650",
                "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass:env", PASSWORD_VARIABLE))
                .redirectErrorStream(true).redirectInput(new File("/dev/null"));
        keytool.environment().put(PASSWORD_VARIABLE, password);
        Process process = keytool.start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!Files.exists(file)) {
            throw new IOException("keytool made no key: " + output.strip());
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return new ImageKey(store, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("the key that keytool made cannot be read: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The SHA-256 of the certificate, in hexadecimal. */
    public String fingerprint() {
        try {
            return fingerprint(store.getCertificate(ALIAS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fingerprint of the key that the other side has proved to have. */
    static String peer(SSLSocket socket) throws IOException {
        try {
            return fingerprint(socket.getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            throw new IOException("the other side showed no key", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    /** For both sides. Whoever uses it looks at {@link #peer} before the first byte. */
    SSLContext context() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keys.getKeyManagers(), new TrustManager[] {new AnyKey()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + PROTOCOL, e);
        }
    }

    /** Keys are known by their fingerprints, which are compared after the handshake. */
    private static final class AnyKey implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            // by its fingerprint, afterwards
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            // by its fingerprint, afterwards
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
