package dev.caravan.certificate;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import dev.caravan.board.BoardGuid;

/**
 * A board's private key with the certificate for it. Lives only between {@link LeafIssuer} and custody; never logged,
 * queued, or stored in the ledger, and its text names the board and the thumbprint only.
 *
 * @param chain the issuing authority first, the root last; without the leaf
 */
public record IssuedIdentity(BoardGuid guid, PrivateKey key, X509Certificate leaf, List<X509Certificate> chain) {

    public IssuedIdentity {
        chain = List.copyOf(chain);
    }

    /** See {@link Thumbprint}. */
    public String thumbprint() {
        return Thumbprint.of(leaf);
    }

    /**
     * Key (PKCS#8, <em>not encrypted</em>), leaf, issuing authority, root. The caller overwrites the array when it has
     * done its work.
     */
    public byte[] clearPem() {
        var der = key.getEncoded();
        var secret = Pem.block("PRIVATE KEY", der);
        var certificates = (Pem.of(List.of(leaf)) + Pem.of(chain)).getBytes(StandardCharsets.US_ASCII);
        var pem = Pem.join(secret, certificates);
        Arrays.fill(der, (byte) 0);
        Arrays.fill(secret, (byte) 0);
        return pem;
    }

    @Override
    public String toString() {
        return "IssuedIdentity[" + guid + ", " + thumbprint() + "]";
    }
}
