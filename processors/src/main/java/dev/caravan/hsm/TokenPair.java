package dev.caravan.hsm;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A private key in a token, with the certificate beside it.
 *
 * @param label of both, by which the token's own tools find them
 */
public record TokenPair(String label, X509Certificate certificate) {

    /** As {@link KeyList} writes them. */
    static List<TokenPair> read(byte[] pairs) {
        var read = new ArrayList<TokenPair>();
        try (var in = new DataInputStream(new ByteArrayInputStream(pairs))) {
            while (in.available() > 0) {
                var label = in.readUTF();
                var der = new ByteArrayInputStream(in.readNBytes(in.readInt()));
                read.add(new TokenPair(label, (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(der)));
            }
            return List.copyOf(read);
        } catch (CertificateException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
