package dev.caravan.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.stream.Collectors;

/** A kind of key that a board, or an issuer in a token, may have. The Device Provisioning Service takes no other than RSA and the NIST curves. */
public final class LeafKey {

    public static final LeafKey P_256 = new LeafKey("P-256", "EC", new ECGenParameterSpec("secp256r1"));
    public static final LeafKey P_384 = new LeafKey("P-384", "EC", new ECGenParameterSpec("secp384r1"));
    public static final LeafKey RSA_2048 =
            new LeafKey("RSA-2048", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    public static final LeafKey RSA_3072 =
            new LeafKey("RSA-3072", "RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));

    static final List<LeafKey> ALL = List.of(P_256, P_384, RSA_2048, RSA_3072);

    private final String name;
    private final String algorithm;
    private final AlgorithmParameterSpec parameters;

    private LeafKey(String name, String algorithm, AlgorithmParameterSpec parameters) {
        this.name = name;
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    /**
     * By its name, in either letter case.
     *
     * @throws IllegalArgumentException saying why a name is refused, and which are taken
     */
    public static LeafKey of(String name) {
        return ALL.stream()
                .filter(key -> key.name.equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(reason(name) + "use one of "
                        + ALL.stream().map(LeafKey::toString).collect(Collectors.joining(", "))));
    }

    private static String reason(String name) {
        return name.strip().equalsIgnoreCase("Ed25519")
                ? "the Device Provisioning Service takes RSA and NIST curves only, so a board with an Ed25519 key could"
                        + " never register: "
                : "";
    }

    /** As the JCA calls it. */
    String algorithm() {
        return algorithm;
    }

    /** The length of an RSA key's modulus, or of the numbers of its curve. */
    int bits() {
        return Integer.parseInt(name.substring(name.indexOf('-') + 1));
    }

    boolean isOf(PublicKey key) {
        var bits = key instanceof RSAKey rsa
                ? rsa.getModulus().bitLength()
                : ((ECKey) key).getParams().getOrder().bitLength();
        return IssuerKey.kind(key).equals(algorithm) && bits == bits();
    }

    KeyPair newPair(CertificateTools tools) throws GeneralSecurityException {
        var generator =
                KeyPairGenerator.getInstance(algorithm, tools.providers().signer());
        generator.initialize(parameters, tools.random());
        return generator.generateKeyPair();
    }

    @Override
    public String toString() {
        return name;
    }
}
