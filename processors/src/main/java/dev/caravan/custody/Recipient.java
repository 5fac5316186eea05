package dev.caravan.custody;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateEncodingException;
import java.security.spec.X509EncodedKeySpec;

import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

import dev.caravan.certificate.CertificateTools;

/** Whoever can open an envelope. */
interface Recipient {

    /** For one envelope. */
    RecipientInfoGenerator info() throws GeneralSecurityException;

    /** Checks, too, that the provider can work with the station's key. */
    static Recipient of(StationCertificate station, CertificateTools tools) {
        try {
            return station.isRsa() ? new ByRsa(station) : ByEcdh.of(station, tools);
        } catch (GeneralSecurityException unusable) {
            throw StationCertificate.refusal(station.file(), "the key cannot be used: " + unusable);
        }
    }

    /** RSA-OAEP (RFC 3560), with SHA-256 for both of its hashes. */
    record ByRsa(StationCertificate station) implements Recipient {

        private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();
        private static final AlgorithmIdentifier SHA_256 =
                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
        private static final AlgorithmIdentifier OAEP = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSAES_OAEP,
                new RSAESOAEPparams(
                        SHA_256,
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA_256),
                        RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

        @Override
        public RecipientInfoGenerator info() throws CertificateEncodingException {
            return new JceKeyTransRecipientInfoGenerator(station.certificate(), OAEP).setProvider(BOUNCY_CASTLE);
        }
    }

    /** ECDH with an ephemeral key (RFC 5753). */
    record ByEcdh(StationKey station, CertificateTools tools) implements Recipient {

        static ByEcdh of(StationCertificate station, CertificateTools tools) throws GeneralSecurityException {
            var encoded =
                    new X509EncodedKeySpec(station.certificate().getPublicKey().getEncoded());
            var key = KeyFactory.getInstance("EC", tools.providers().signer()).generatePublic(encoded);
            return new ByEcdh(StationKey.of(station.certificate(), key), tools);
        }

        @Override
        public RecipientInfoGenerator info() throws GeneralSecurityException {
            return EphemeralAgreement.with(station, tools);
        }
    }
}
