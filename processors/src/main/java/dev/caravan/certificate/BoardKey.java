package dev.caravan.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A public key that was made elsewhere and is strong enough for a board: EC on P-256 or P-384, or RSA without a fault that
 * is known.
 */
record BoardKey(PublicKey key, byte[] info) {

    private static final int LEAST_RSA_BITS = 2048;

    /** More only costs time, also whoever has to verify. */
    private static final int MOST_RSA_BITS = 8192;

    private static final int MOST_EXPONENT_BITS = 256;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);
    private static final byte UNCOMPRESSED = 4;
    private static final String RULE = "the key must be EC on P-256 or P-384, or RSA with 2048 to 8192 bits";

    private static final Map<ASN1Encodable, X9ECParameters> CURVES = Map.of(
            SECObjectIdentifiers.secp256r1, ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1),
            SECObjectIdentifiers.secp384r1, ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp384r1));

    /** @throws RefusedKeyException if it is too weak, or no key at all */
    static BoardKey of(SubjectPublicKeyInfo info, Provider provider) {
        var algorithm = info.getAlgorithm().getAlgorithm();
        try {
            if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                requireRsa(RSAPublicKey.getInstance(info.parsePublicKey()));
                return read("RSA", info, provider);
            }
            if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                requirePoint(info);
                return read("EC", info, provider);
            }
        } catch (RefusedKeyException known) {
            throw known;
        } catch (IOException | RuntimeException | GeneralSecurityException garbage) {
            // The library reads parts only when they are asked for, and throws what comes to its mind.
            throw new RefusedKeyException(RULE + ", but cannot be read");
        }
        throw EdECObjectIdentifiers.id_Ed25519.equals(algorithm) || EdECObjectIdentifiers.id_Ed448.equals(algorithm)
                ? new RefusedKeyException(RULE + ": DPS takes no EdDSA")
                : new RefusedKeyException(RULE, algorithm);
    }

    /** One that was found strong enough before, and {@link #encoded}. */
    static PublicKey read(String encoded) throws GeneralSecurityException {
        var der = Base64.getDecoder().decode(encoded);
        var algorithm = SubjectPublicKeyInfo.getInstance(der).getAlgorithm().getAlgorithm();
        return KeyFactory.getInstance(algorithm.equals(PKCSObjectIdentifiers.rsaEncryption) ? "RSA" : "EC")
                .generatePublic(new X509EncodedKeySpec(der));
    }

    private static BoardKey read(String algorithm, SubjectPublicKeyInfo info, Provider provider)
            throws IOException, GeneralSecurityException {
        var der = info.getEncoded("DER");
        return new BoardKey(
                KeyFactory.getInstance(algorithm, provider).generatePublic(new X509EncodedKeySpec(der)), der);
    }

    private static void requireRsa(RSAPublicKey key) {
        var bits = key.getModulus().bitLength();
        if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
            throw new RefusedKeyException(RULE, "RSA with " + bits + " bits");
        }
        var exponent = key.getPublicExponent();
        if (exponent.compareTo(LEAST_EXPONENT) < 0
                || exponent.bitLength() > MOST_EXPONENT_BITS
                || !exponent.testBit(0)) {
            throw new RefusedKeyException(
                    "the public exponent of an RSA key must be 65537, or odd and not longer than " + MOST_EXPONENT_BITS
                            + " bits",
                    exponent);
        }
        WeakRsa.fault(key.getModulus()).ifPresent(fault -> {
            throw new RefusedKeyException("the key " + fault + "; make a new one");
        });
    }

    private static void requirePoint(SubjectPublicKeyInfo info) {
        var named = Optional.ofNullable(info.getAlgorithm().getParameters());
        var curve = named.map(CURVES::get)
                .orElseThrow(() -> new RefusedKeyException(
                        RULE, "EC on " + named.map(BoardKey::curve).orElse("no curve")));
        var point = info.getPublicKeyData().getOctets();
        if (point.length == 0 || point[0] != UNCOMPRESSED) {
            throw new RefusedKeyException("the point of an EC key must be uncompressed (RFC 5480)");
        }
        curve.getCurve().decodePoint(point);
    }

    private static String curve(ASN1Encodable parameters) {
        return parameters instanceof ASN1ObjectIdentifier oid
                ? Optional.ofNullable(ECNamedCurveTable.getName(oid)).orElse(oid.getId())
                : "a curve without a name";
    }

    String encoded() {
        return Base64.getEncoder().encodeToString(info);
    }

    /** SHA-256 over the SubjectPublicKeyInfo, lower-case hexadecimal. */
    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(info));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
