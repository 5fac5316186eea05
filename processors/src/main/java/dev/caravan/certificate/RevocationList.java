package dev.caravan.certificate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.util.Arrays;

import dev.caravan.durable.DurableFiles;

/**
 * An authority's list of revoked certificates (RFC 5280, section 5, version 2, DER). It is written as it is read, so that
 * memory does not grow with its entries: they go to a file first, because their length stands before them.
 */
public final class RevocationList {

    private static final byte[] VERSION_2 = Der.of(Der.INTEGER, new byte[] {1});
    /** {@code SEQUENCE OF Extension} with the reason code, whose value is the last byte. */
    private static final byte[] REASON = HexFormat.of().parseHex("300c300a0603551d1504030a0100");

    private static final int BUFFER = 64 * 1024;

    private final CertificateAuthority authority;
    private final CertificateTools tools;
    private final String algorithm;
    private final byte[] algorithmId;

    public RevocationList(CertificateAuthority authority, CertificateTools tools) {
        this.authority = authority;
        this.tools = tools;
        this.algorithm = IssuerKey.signatureOf(authority.issuer().getPublicKey());
        this.algorithmId = encoded(() ->
                new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm).getEncoded(ASN1Encoding.DER));
    }

    /**
     * One revoked certificate.
     *
     * @param serial hexadecimal, two digits a byte, as {@link RevokedCertificate} has it
     */
    public record Entry(String serial, Instant revokedAt, RevocationReason reason) {

        private byte[] der() {
            var serialNumber = Der.of(Der.INTEGER, HexFormat.of().parseHex(serial));
            if (reason == RevocationReason.UNSPECIFIED) {
                return Der.of(Der.SEQUENCE, serialNumber, Der.time(revokedAt));
            }
            var extension = REASON.clone();
            extension[extension.length - 1] = (byte) reason.code();
            return Der.of(Der.SEQUENCE, serialNumber, Der.time(revokedAt), extension);
        }
    }

    /**
     * What is said of the list as a whole.
     *
     * @param number greater than that of any list of this authority before
     * @param nextUpdate when there will be another one, at the latest
     */
    public record Issue(long number, Instant thisUpdate, Instant nextUpdate) {}

    /**
     * Writes, signs and checks the list, and only then puts it in the place of the one before. Durable when this returns.
     *
     * @param entries in any order, no serial number twice; read once
     * @return how many entries it has
     * @throws DefectiveCertificateException if the signature does not verify
     */
    public long write(Path target, Issue issue, Iterator<Entry> entries) {
        var body = target.resolveSibling(target.getFileName() + ".entries");
        try {
            var count = writeEntries(body, entries);
            var tbs = new UnsignedList(head(issue), body, tail(issue));
            var signature = sign(tbs);
            verify(tbs, signature);
            DurableFiles.write(target, DurableFiles.READABLE, out -> {
                out.write(Der.header(Der.SEQUENCE, tbs.length() + algorithmId.length + bitString(signature).length));
                tbs.copyTo(out);
                out.write(algorithmId);
                out.write(bitString(signature));
            });
            Files.delete(body);
            return count;
        } catch (GeneralSecurityException | IOException failure) {
            throw new DefectiveCertificateException("no revocation list could be written to " + target, failure);
        }
    }

    private static long writeEntries(Path body, Iterator<Entry> entries) throws IOException {
        var count = 0L;
        try (var out = new BufferedOutputStream(Files.newOutputStream(body), BUFFER)) {
            while (entries.hasNext()) {
                out.write(entries.next().der());
                count++;
            }
        }
        return count;
    }

    private byte[] head(Issue issue) {
        return Arrays.concatenate(new byte[][] {
            VERSION_2,
            algorithmId,
            authority.issuer().getSubjectX500Principal().getEncoded(),
            Der.time(issue.thisUpdate()),
            Der.time(issue.nextUpdate())
        });
    }

    private byte[] tail(Issue issue) throws IOException {
        var extensions = new ExtensionsGenerator();
        var key = HexFormat.of().parseHex(KeyId.of(authority.issuer()));
        extensions.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(key));
        extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(issue.number())));
        return Der.of(Der.CONTEXT_0, extensions.generate().getEncoded(ASN1Encoding.DER));
    }

    private byte[] sign(UnsignedList tbs) throws GeneralSecurityException, IOException {
        var key = authority.signingKey();
        var signing = Signature.getInstance(algorithm, key.provider());
        signing.initSign(key.key(), tools.random());
        tbs.copyTo(into(signing));
        return signing.sign();
    }

    private void verify(UnsignedList tbs, byte[] signature) throws GeneralSecurityException, IOException {
        var key = authority.issuer().getPublicKey();
        var verifier = tools.providers().verifier(key);
        var verifying = Signature.getInstance(algorithm, verifier);
        verifying.initVerify(IssuerKey.usableBy(verifier, key));
        tbs.copyTo(into(verifying));
        if (!verifying.verify(signature)) {
            throw new DefectiveCertificateException(
                    "the revocation list's signature does not verify with " + verifier.getName());
        }
    }

    private static OutputStream into(Signature signature) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    signature.update(bytes, from, length);
                } catch (GeneralSecurityException failure) {
                    throw new IOException(failure);
                }
            }
        };
    }

    private static byte[] bitString(byte[] signature) {
        return Der.of(Der.BIT_STRING, new byte[] {0}, signature);
    }

    private interface Encoding {
        byte[] make() throws IOException;
    }

    private static byte[] encoded(Encoding encoding) {
        try {
            return encoding.make();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
