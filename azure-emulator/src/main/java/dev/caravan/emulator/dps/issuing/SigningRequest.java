package dev.caravan.emulator.dps.issuing;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/** What a device wants a certificate for: its name and its key, of which it has proved possession. */
public record SigningRequest(X500Name subject, SubjectPublicKeyInfo key) {

    /** The JDK knows key algorithms by name only, a request by number. */
    private static final class Verifiers {

        static final JcaContentVerifierProviderBuilder ANY =
                new JcaContentVerifierProviderBuilder().setProvider(new BouncyCastleProvider());

        private Verifiers() {}
    }

    /** The request cannot be granted; the message says why, to the device. */
    public static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reads base64 of a DER PKCS#10, without PEM lines (documented), and checks its signature.
     *
     * @throws Unusable when it is something else, or was not signed with its own key
     */
    public static SigningRequest read(String base64) throws Unusable {
        try {
            var request = new PKCS10CertificationRequest(Base64.getDecoder().decode(base64));
            var key = request.getSubjectPublicKeyInfo();
            if (!request.isSignatureValid(Verifiers.ANY.build(key))) {
                throw new Unusable("The certificate signing request is not signed with its own key.", null);
            }
            return new SigningRequest(request.getSubject(), key);
        } catch (IllegalArgumentException | IOException | OperatorCreationException | PKCSException undecodable) {
            throw new Unusable("The certificate signing request is not base64 of a DER PKCS#10.", undecodable);
        }
    }

    /** Whether its common name is this one, letter case and all (documented: the registrationId). */
    public boolean isFor(String name) {
        return Arrays.stream(subject.getRDNs(BCStyle.CN))
                .findFirst()
                .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()))
                .filter(name::equals)
                .isPresent();
    }
}
