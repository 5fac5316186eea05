package dev.caravan.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.certificate.RevocationList.Entry;
import dev.caravan.certificate.RevocationList.Issue;

import static org.assertj.core.api.Assertions.assertThat;

/** Lists are judged by BouncyCastle, the JDK and openssl. */
class RevocationListTest {

    private static final Instant NOW = Fixtures.NOW.truncatedTo(ChronoUnit.SECONDS);
    private static final Issue SEVENTH = new Issue(7, NOW, NOW.plus(Duration.ofDays(7)));

    @TempDir
    Path folder;

    private CertificateAuthority authority;
    private Path file;

    @BeforeEach
    void open() {
        authority = Issuers.openOrFound(folder.resolve("ca"), Fixtures.password(), Fixtures.at(Fixtures.NOW))
                .byDefault();
        file = folder.resolve("list.crl");
    }

    private long write(Issue issue, List<Entry> entries) {
        return new RevocationList(authority, Fixtures.at(Fixtures.NOW)).write(file, issue, entries.iterator());
    }

    private static List<Entry> entries(int count) {
        var random = new Random(7);
        var entries = new ArrayList<Entry>();
        for (var number = 0; number < count; number++) {
            var serial = new BigInteger(1 + random.nextInt(159), random).add(BigInteger.ONE);
            var reasons = RevocationReason.values();
            entries.add(new Entry(
                    HexFormat.of().formatHex(serial.toByteArray()),
                    NOW.minusSeconds(random.nextInt(1_000_000)),
                    reasons[number % reasons.length]));
        }
        return entries;
    }

    private X509CRL parsed() throws Exception {
        try (var in = Files.newInputStream(file)) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        }
    }

    @Test
    void listSaysNumberTimesSerialsAndReasonsAndIsSignedByTheIssuer() throws Exception {
        var entries = entries(12);

        assertThat(write(SEVENTH, entries)).isEqualTo(12);

        var list = parsed();
        list.verify(authority.issuer().getPublicKey());
        assertThat(list.getThisUpdate()).isEqualTo(Date.from(NOW));
        assertThat(list.getNextUpdate()).isEqualTo(Date.from(SEVENTH.nextUpdate()));
        assertThat(list.getIssuerX500Principal()).isEqualTo(authority.issuer().getSubjectX500Principal());
        for (var entry : entries) {
            var revoked =
                    list.getRevokedCertificate(new BigInteger(HexFormat.of().parseHex(entry.serial())));
            assertThat(revoked.getRevocationDate()).isEqualTo(Date.from(entry.revokedAt()));
            assertThat(revoked.getRevocationReason()).isEqualTo(expected(entry.reason()));
        }
        assertThat(folder.resolve("list.crl.entries")).doesNotExist();
    }

    private static CRLReason expected(RevocationReason reason) {
        return reason == RevocationReason.UNSPECIFIED ? null : CRLReason.valueOf(reason.name());
    }

    @Test
    void listIsByteForByteWhatBouncyCastleWouldSignAndItsSignatureIsGood() throws Exception {
        for (var count : new int[] {0, 1, 2, 3, 5, 1_000, 3_000}) {
            var entries = entries(count);
            write(SEVENTH, entries);

            var ours = new X509CRLHolder(Files.readAllBytes(file));

            assertThat(ours.toASN1Structure().getTBSCertList().getEncoded("DER"))
                    .as(count + " entries")
                    .isEqualTo(byBouncyCastle(entries)
                            .toASN1Structure()
                            .getTBSCertList()
                            .getEncoded("DER"));
            assertThat(ours.getEncoded()).isEqualTo(Files.readAllBytes(file));
            assertThat(ours.isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .build(authority.issuer().getPublicKey())))
                    .isTrue();
        }
    }

    private X509CRLHolder byBouncyCastle(List<Entry> entries) throws Exception {
        var builder = new X509v2CRLBuilder(
                X500Name.getInstance(
                        authority.issuer().getSubjectX500Principal().getEncoded()),
                Date.from(NOW));
        builder.setNextUpdate(Date.from(SEVENTH.nextUpdate()));
        for (var entry : entries) {
            var serial = new BigInteger(HexFormat.of().parseHex(entry.serial()));
            if (entry.reason() == RevocationReason.UNSPECIFIED) {
                builder.addCRLEntry(serial, Date.from(entry.revokedAt()), null);
            } else {
                builder.addCRLEntry(
                        serial, Date.from(entry.revokedAt()), entry.reason().code());
            }
        }
        var key = HexFormat.of().parseHex(KeyId.of(authority.issuer()));
        builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(key));
        builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(7)));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(authority.signingKey().provider())
                .build(authority.signingKey().key()));
    }

    @Test
    void timesAfter2049AreWrittenAsRfc5280Wants() throws Exception {
        var late = Instant.parse("2050-01-01T00:00:00Z");

        write(new Issue(1, late.minusSeconds(1), late), List.of(new Entry("01", late, RevocationReason.SUPERSEDED)));

        var list = parsed();
        assertThat(list.getNextUpdate()).isEqualTo(Date.from(late));
        assertThat(list.getRevokedCertificate(BigInteger.ONE).getRevocationDate())
                .isEqualTo(Date.from(late));
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains("491231235959Z")
                .contains("20500101000000Z");
    }

    @Test
    void opensslVerifiesTheListAndOneThatWasChangedItDoesNot() throws Exception {
        write(SEVENTH, entries(100));
        var chain = Files.writeString(folder.resolve("chain.pem"), Pem.of(authority.chain()));

        assertThat(openssl("crl", "-inform", "DER", "-in", file.toString(), "-CAfile", chain.toString(), "-noout"))
                .contains("verify OK");
        assertThat(openssl("crl", "-inform", "DER", "-in", file.toString(), "-noout", "-text"))
                .contains("Version 2", "X509v3 CRL Number", "Key Compromise", "Cessation Of Operation");

        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(openssl("crl", "-inform", "DER", "-in", file.toString(), "-CAfile", chain.toString(), "-noout"))
                .doesNotContain("verify OK");
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return answer;
    }
}
