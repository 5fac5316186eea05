package dev.caravan.certificate;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A certificate request (PKCS#10, RFC 2986) whose sender has shown that it holds the private key. Of what it asks for only
 * the key counts: name and extensions are the hub's.
 */
record KeyRequest(X500Name subject, BoardKey key) {

    private static final String WHAT = "a certificate request (PKCS#10)";
    private static final String LABEL = "(?:NEW )?CERTIFICATE REQUEST";
    private static final int MOST_ATTRIBUTES = 20;

    private static final Set<ASN1ObjectIdentifier> SIGNATURES = Set.of(
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            X9ObjectIdentifiers.ecdsa_with_SHA512);

    static final String SIGNATURE_RULE = "the signature must be made with SHA-256, SHA-384 or SHA-512 and ECDSA or RSA";

    static boolean isSafe(ASN1ObjectIdentifier signature) {
        return SIGNATURES.contains(signature);
    }

    static String name(ASN1ObjectIdentifier signature) {
        return new DefaultAlgorithmNameFinder().getAlgorithmName(signature);
    }

    /** @throws RefusedKeyException naming the first rule that it breaks */
    static KeyRequest read(byte[] content, CryptoProviders providers) {
        var blocks = SuppliedText.read(content, WHAT, LABEL);
        if (blocks.size() > 1) {
            throw new RefusedKeyException("there must be one certificate request, but are " + blocks.size());
        }
        var request = new PKCS10CertificationRequest(parse(blocks.get(0)));
        var attributes = request.getAttributes().length;
        if (attributes > MOST_ATTRIBUTES) {
            throw new RefusedKeyException(
                    "a certificate request must have at most " + MOST_ATTRIBUTES + " attributes", attributes);
        }
        var signature = request.getSignatureAlgorithm().getAlgorithm();
        if (!isSafe(signature)) {
            throw new RefusedKeyException(SIGNATURE_RULE, name(signature));
        }
        var key = BoardKey.of(request.getSubjectPublicKeyInfo(), providers.signer());
        requirePossession(request, key, providers);
        return new KeyRequest(request.getSubject(), key);
    }

    /** Only what is DER to the last bit is taken: nobody after us can read it otherwise. */
    private static CertificationRequest parse(byte[] der) {
        try {
            var request = CertificationRequest.getInstance(der);
            if (request != null && Arrays.equals(request.getEncoded("DER"), der)) {
                return request;
            }
        } catch (RuntimeException | IOException garbage) {
            throw noRequest(der);
        }
        throw noRequest(der);
    }

    private static RefusedKeyException noRequest(byte[] der) {
        return new RefusedKeyException(
                "this must be " + WHAT + " in DER (RFC 2986), but is not: " + der.length + " bytes");
    }

    private static void requirePossession(PKCS10CertificationRequest request, BoardKey key, CryptoProviders providers) {
        boolean proven;
        try {
            proven = request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(providers.signer())
                    .build(key.key()));
        } catch (PKCSException | OperatorCreationException | RuntimeException mismatch) {
            proven = false;
        }
        if (!proven) {
            throw new RefusedKeyException("the signature must be made with the private key of the request, but is not:"
                    + " nothing shows that the sender has that key");
        }
    }
}
