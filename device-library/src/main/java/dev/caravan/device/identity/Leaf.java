package dev.caravan.device.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import org.jspecify.annotations.Nullable;

/** What the rest of the library wants to know of a leaf certificate. */
record Leaf(String commonName, String thumbprint) {

    static @Nullable Leaf of(X509Certificate certificate) throws GeneralSecurityException, InvalidNameException {
        String commonName = commonName(certificate);
        return commonName == null ? null : new Leaf(commonName, thumbprint(certificate));
    }

    private static @Nullable String commonName(X509Certificate certificate) throws InvalidNameException {
        String commonName = null;
        for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
            if (part.getType().equalsIgnoreCase("CN")) {
                commonName = part.getValue().toString();
            }
        }
        return commonName;
    }

    private static String thumbprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.of().withUpperCase().formatHex(digest);
    }
}
