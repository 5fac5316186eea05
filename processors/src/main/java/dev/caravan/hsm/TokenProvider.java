package dev.caravan.hsm;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;

/** Signatures by keys in a token, for everything that takes a JCA provider. Never registered with the JVM. */
final class TokenProvider extends Provider {

    private static final long serialVersionUID = 1L;

    private static final List<String> SIGNATURES =
            List.of("SHA256withECDSA", "SHA384withECDSA", "SHA256withRSA", "SHA384withRSA");

    TokenProvider() {
        super("CaravanToken", "1", "signs by PKCS#11, in a process beside this one");
        SIGNATURES.forEach(algorithm -> putService(new Signing(this, algorithm)));
    }

    private static final class Signing extends Service {

        Signing(Provider provider, String algorithm) {
            super(provider, "Signature", algorithm, TokenSignature.class.getName(), null, null);
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return TokenSignature.of(getAlgorithm());
        }
    }
}
