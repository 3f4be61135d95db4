package lifeboat.evidence.time;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * What an authority said about when something was there.
 *
 * @param time when
 * @param authority by whom, as its certificate says
 * @param trusted whether the authority is one of those that whoever checks it trusts
 */
public record TimeStamp(Instant time, String authority, boolean trusted) {

    /**
     * @param trusted the certificates of authorities, or of who certified them; none if nobody is to be trusted
     * @throws TimeStampException if it is not for this content, or not signed by whom it names
     */
    public static TimeStamp verified(byte[] response, byte[] content, Collection<X509Certificate> trusted)
            throws TimeStampException {
        try {
            TimeStampToken token = new TimeStampResponse(response).getTimeStampToken();
            if (token == null) {
                throw new TimeStampException("There is no time stamp in it.");
            }
            if (!Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), imprintOf(content))) {
                throw new TimeStampException("The time stamp is for something else.");
            }
            List<X509Certificate> sent = certificates(token);
            X509Certificate signer = sent.stream().filter(certificate -> token.getSID().getSerialNumber()
                    .equals(certificate.getSerialNumber())).findFirst().orElseThrow(() -> new TimeStampException(
                            "The authority's certificate is not in the time stamp."));
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            Instant time = token.getTimeStampInfo().getGenTime().toInstant();
            return new TimeStamp(time, signer.getSubjectX500Principal().getName(), isTrusted(signer, sent, trusted,
                    time));
        } catch (TSPException | GeneralSecurityException | OperatorCreationException e) {
            throw new TimeStampException("The time stamp does not hold: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new TimeStampException("It is no time stamp that can be read.", e);
        }
    }

    private static List<X509Certificate> certificates(TimeStampToken token) throws IOException,
            GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            certificates.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
                    new ByteArrayInputStream(holder.getEncoded())));
        }
        return certificates;
    }

    private static boolean isTrusted(X509Certificate signer, List<X509Certificate> sent,
            Collection<X509Certificate> trusted, Instant time) throws GeneralSecurityException {
        if (trusted.isEmpty()) {
            return false;
        }
        if (trusted.contains(signer)) {
            return true;
        }
        Set<TrustAnchor> anchors = trusted.stream().map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        X509CertSelector wanted = new X509CertSelector();
        wanted.setCertificate(signer);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, wanted);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(time));
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static byte[] imprintOf(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
