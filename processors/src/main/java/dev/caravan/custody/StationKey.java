package dev.caravan.custody;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;

import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A station's EC key, ready for use by the provider that agrees.
 *
 * @param id how the station finds its part of an envelope: issuer and serial number of its certificate
 */
record StationKey(PublicKey key, ECParameterSpec curve, KeyAgreeRecipientIdentifier id) {

    static StationKey of(X509Certificate certificate, PublicKey key) {
        var issuer = X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
        var id = new KeyAgreeRecipientIdentifier(new IssuerAndSerialNumber(issuer, certificate.getSerialNumber()));
        return new StationKey(key, ((ECPublicKey) key).getParams(), id);
    }
}
