package dev.caravan.emulator.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection.
 *
 * @param chain what TLS asked for and did not judge: the client certificate, then whatever issuers the client sent
 *     along, in its order; empty when none was offered
 * @param server the name the client asked for in its TLS hello (SNI), lower case; null when it sent none
 */
public record Peer(List<X509Certificate> chain, @Nullable String server) {

    private static final int SHA1_DIGITS = 40;

    /** A peer without TLS, or one that showed nothing. */
    public static final Peer UNKNOWN = new Peer(List.of(), null);

    /** Keeps a copy. */
    public Peer {
        chain = List.copyOf(chain);
    }

    /** The client certificate, when one was offered. */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }

    /** The client certificate's bytes. */
    public Optional<byte[]> certificateDer() {
        return certificate().map(Peer::encoded);
    }

    /** The name in the TLS hello, when there was one. */
    public Optional<String> serverName() {
        return Optional.ofNullable(server);
    }

    /**
     * False when TLS was asked for another Azure name than one of these. A client behind a gateway asks for the
     * gateway's name, which contradicts nothing.
     */
    public boolean means(Set<String> names) {
        return server == null || !server.contains(".azure-devices") || names.contains(server);
    }

    /** The common name of the client certificate. */
    public Optional<String> commonName() {
        return certificate().flatMap(Peer::commonNameOf);
    }

    /** SHA-256 over the client certificate, upper-case hex: what enrollments and hub identities are matched by. */
    public Optional<String> thumbprint() {
        return certificate().map(Peer::thumbprintOf);
    }

    /** Whether the client certificate has this thumbprint: SHA-1 or SHA-256, hexadecimal of any letter case. */
    public boolean hasThumbprint(String hex) {
        var algorithm = hex.length() == SHA1_DIGITS ? "SHA-1" : "SHA-256";
        return certificate()
                .map(leaf -> digest(leaf, algorithm))
                .filter(hex::equalsIgnoreCase)
                .isPresent();
    }

    private static Optional<String> commonNameOf(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> String.valueOf(rdn.getValue()))
                            .findFirst();
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }

    private static String thumbprintOf(X509Certificate certificate) {
        return digest(certificate, "SHA-256");
    }

    private static String digest(X509Certificate certificate, String algorithm) {
        try {
            var digest = MessageDigest.getInstance(algorithm).digest(encoded(certificate));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
