package dev.caravan.emulator.wire.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority made at start, and the one server certificate it issued. Its keys never leave the process. */
public final class ServerIdentity {

    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(7);
    private static final String AUTHORITY = "CN=Caravan Azure Emulator CA";

    private final X509Certificate authority;
    private final X509Certificate server;
    private final KeyPair serverKey;

    private ServerIdentity(X509Certificate authority, X509Certificate server, KeyPair serverKey) {
        this.authority = authority;
        this.server = server;
        this.serverKey = serverKey;
    }

    /** Makes both; the server certificate is good for all Azure IoT names, the given ones and this machine. */
    public static ServerIdentity create(Collection<String> hostNames, Clock clock, SecureRandom random) {
        try {
            var keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"), random);
            var authorityKey = keys.generateKeyPair();
            var authority =
                    certificate(authorityKey, AUTHORITY, authorityKey, clock, random, ServerIdentity::asAuthority);
            var serverKey = keys.generateKeyPair();
            var server = certificate(
                    serverKey,
                    "CN=azure-devices-provisioning.net",
                    authorityKey,
                    clock,
                    random,
                    builder -> asServer(builder, hostNames));
            return new ServerIdentity(authority, server, serverKey);
        } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
            throw new IllegalStateException("cannot make the server certificate: " + failure.getMessage(), failure);
        }
    }

    /** TLS 1.2 and 1.3; asks for a client certificate, names no issuer, judges nothing. */
    public SslContext tls() {
        try {
            return SslContextBuilder.forServer(serverKey.getPrivate(), server, authority)
                    .sslProvider(SslProvider.JDK)
                    .clientAuth(ClientAuth.OPTIONAL)
                    .trustManager(new AnyClient())
                    .protocols("TLSv1.2", "TLSv1.3")
                    .build();
        } catch (SSLException failure) {
            throw new IllegalStateException("cannot set up TLS: " + failure.getMessage(), failure);
        }
    }

    /** The authority's certificate: what a client must trust. */
    public X509Certificate authority() {
        return authority;
    }

    private interface Profile {
        void apply(X509v3CertificateBuilder builder) throws CertIOException;
    }

    private static X509Certificate certificate(
            KeyPair key, String subject, KeyPair issuerKey, Clock clock, SecureRandom random, Profile profile)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name(AUTHORITY),
                new BigInteger(120, random),
                Date.from(clock.instant().minus(BACKDATED)),
                Date.from(clock.instant().plus(VALID)),
                new X500Name(subject),
                key.getPublic());
        profile.apply(builder);
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static void asAuthority(X509v3CertificateBuilder builder) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private static void asServer(X509v3CertificateBuilder builder, Collection<String> hostNames)
            throws CertIOException {
        Set<String> names = new TreeSet<>(hostNames);
        names.addAll(Set.of("*.azure-devices.net", "*.azure-devices-provisioning.net", "localhost"));
        var alternatives = new GeneralNames(Stream.concat(
                        names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        Stream.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                .toArray(GeneralName[]::new));
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives)
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    }
}
