package dev.caravan.custody;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;

import dev.caravan.certificate.IssuedIdentity;

/**
 * An identity as a PKCS#12 file (RFC 7292) that OpenSSL and Java read. Its password is empty, so its passphrase stretching
 * would cost time and protect nothing: it is done once.
 */
final class Pkcs12 {

    private static final char[] NO_PASSWORD = {};
    private static final AlgorithmIdentifier SHA_256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    private static final String PBE = "PBEWithHmacSHA256AndAES_256";
    private static final String SUN = "SunJCE";
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final AlgorithmIdentifier PRF =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Pkcs12() {}

    static byte[] of(IssuedIdentity identity) {
        try {
            var keyId = new JcaX509ExtensionUtils()
                    .createSubjectKeyIdentifier(identity.leaf().getPublicKey());
            var builder =
                    new PKCS12PfxPduBuilder().addData(key(identity, keyId)).addData(leaf(identity, keyId));
            for (var certificate : identity.chain()) {
                builder.addData(bag(certificate).build());
            }
            var mac = new BcPKCS12MacCalculatorBuilder(new SHA256Digest(), SHA_256).setIterationCount(1);
            return builder.build(mac, NO_PASSWORD).getEncoded();
        } catch (IOException | GeneralSecurityException | PKCSException failure) {
            throw new IllegalStateException("no PKCS#12 file could be made for " + identity.guid(), failure);
        }
    }

    private static PKCS12SafeBag key(IssuedIdentity identity, SubjectKeyIdentifier keyId)
            throws GeneralSecurityException {
        var attributes = new ASN1EncodableVector();
        attributes.add(new Attribute(PKCS12SafeBag.friendlyNameAttribute, new DERSet(name(identity))));
        attributes.add(new Attribute(PKCS12SafeBag.localKeyIdAttribute, new DERSet(keyId)));
        var key = encrypted(identity.key());
        return new PKCS12SafeBag(new SafeBag(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, key, new DERSet(attributes)));
    }

    private static EncryptedPrivateKeyInfo encrypted(PrivateKey key) throws GeneralSecurityException {
        var salt = salt();
        var cipher = Cipher.getInstance(PBE, SUN);
        var password = SecretKeyFactory.getInstance(PBE, SUN).generateSecret(new PBEKeySpec(NO_PASSWORD));
        cipher.init(Cipher.ENCRYPT_MODE, password, new PBEParameterSpec(salt, 1));
        var der = key.getEncoded();
        var encrypted = cipher.doFinal(der);
        Arrays.fill(der, (byte) 0);
        var parameters = new PBES2Parameters(
                new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(salt, 1, KEY_BYTES, PRF)),
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(cipher.getIV())));
        return new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), encrypted);
    }

    private static byte[] salt() {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    private static PKCS12SafeBag leaf(IssuedIdentity identity, SubjectKeyIdentifier keyId) throws IOException {
        return bag(identity.leaf())
                .addBagAttribute(PKCS12SafeBag.friendlyNameAttribute, name(identity))
                .addBagAttribute(PKCS12SafeBag.localKeyIdAttribute, keyId)
                .build();
    }

    private static JcaPKCS12SafeBagBuilder bag(X509Certificate certificate) throws IOException {
        return new JcaPKCS12SafeBagBuilder(certificate);
    }

    private static DERBMPString name(IssuedIdentity identity) {
        return new DERBMPString(identity.guid().value());
    }
}
