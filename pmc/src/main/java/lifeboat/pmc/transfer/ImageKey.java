package lifeboat.pmc.transfer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A server's key (TLS 1.3), for encrypted images and for questions to another PMC. It is made when the PMC starts for
 * the first time, and kept; nobody certifies it, but the MCS tells each PMC the fingerprint of the other's over the
 * control network.
 */
public final class ImageKey {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String ALIAS = "image";
    private static final String PASSWORD_VARIABLE = "LIFEBOAT_IMAGE_KEY_PASSWORD";
    private static final String PROTOCOL = "TLSv1.3";

    private final KeyStore store;
    private final char[] password;

    private ImageKey(KeyStore store, char[] password) {
        this.store = store;
        this.password = password;
    }

    /**
     * The key that is kept in a folder, for nobody else to read; made if there is none.
     *
     * @param folder that outlives the server
     */
    public static ImageKey in(Path folder) throws IOException {
        Path file = folder.resolve("image-key.p12");
        Path passwordFile = folder.resolve("image-key.password");
        if (!Files.exists(file)) {
            make(file, passwordFile);
        }
        char[] password = Files.readString(passwordFile).strip().toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return new ImageKey(store, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void make(Path file, Path passwordFile) throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Files.deleteIfExists(passwordFile);
        Files.createFile(passwordFile, OWNER_ONLY);
        Files.writeString(passwordFile, password);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        ProcessBuilder keytool = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS,
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=lifeboat-pmc", "-validity", "3650",
                "-storetype", "PKCS12", "-keystore", next.toString(), "-storepass:env", PASSWORD_VARIABLE))
                .redirectErrorStream(true).redirectInput(new File("/dev/null"));
        keytool.environment().put(PASSWORD_VARIABLE, password);
        Process process = keytool.start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!Files.exists(next)) {
            throw new IOException("keytool made no key: " + output.strip());
        }
        Files.setPosixFilePermissions(next, OWNER_ONLY.value());
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
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
    public static String peer(SSLSocket socket) throws IOException {
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
    public SSLContext context() {
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
