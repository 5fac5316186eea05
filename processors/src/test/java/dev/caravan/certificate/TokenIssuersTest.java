package dev.caravan.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.hsm.SoftToken;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenUnavailableException;
import dev.caravan.hsm.TokenWatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Several issuers whose keys, of all kinds, are in one token. */
class TokenIssuersTest {

    @TempDir
    Path folder;

    private CertificateTools tools = Fixtures.at(Fixtures.NOW);
    private SoftToken soft;
    private Token token;

    @BeforeEach
    void open() throws Exception {
        soft = SoftToken.in(folder);
        token = new Token(soft.place(), tools.clock());
    }

    @AfterEach
    void close() {
        if (token != null) {
            token.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "P-256, FASTEST, SHA256withECDSA",
        "P-384, BOUNCY_CASTLE, SHA384withECDSA",
        "RSA-2048, BOUNCY_CASTLE, SHA256withRSA",
        "RSA-3072, FASTEST, SHA256withRSA"
    })
    void issuerOfEachKindOfKeyIssuesUnderARootOfThatKind(String kind, CryptoProviders.Wish provider, String algorithm)
            throws Exception {
        tools = Fixtures.at(Fixtures.NOW, CryptoProviders.choose(provider));
        var issuer = make("plant-b", LeafKey.of(kind));

        var leaf = issuer(inToken(issuer), "plant-b").issue(Fixtures.BOARD).leaf();

        leaf.verify(CertificateFile.read(issuer.chainFile()).get(0).getPublicKey());
        assertThat(leaf.getSigAlgName()).isEqualTo(algorithm);
        var proof = issuer(issuer).proof("A1B2C3");
        assertThat(proof.getSubjectX500Principal().getName()).isEqualTo("CN=A1B2C3");
        assertThat(proof.getSigAlgName()).isEqualTo(algorithm);
    }

    @Test
    void missingKeyStopsOnlyItsIssuerWhichGoesOnWithAnotherOneInItsPlace() throws Exception {
        TokenKey[] keys = {make(Issuers.DEFAULT, LeafKey.P_256), make("plant-b", LeafKey.P_256)};
        var issuers = inToken(keys);
        var first = issuer(issuers, Issuers.DEFAULT);
        first.issue(Fixtures.BOARD);
        var second = issuer(issuers, "plant-b");
        second.issue(Fixtures.BOARD);

        soft.delete("plant-b");
        var lost = keys[1].of(issuers.named("plant-b").issuer());
        assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> token.require(lost));
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> second.issueAll(List.of(Fixtures.BOARD), taken -> {}))
                .withMessageContaining("no private key with a certificate beside it for 'plant-b' (CN=");
        assertThat(first.issue(Fixtures.BOARD).leaf()).isNotNull();
        assertThat(token.missingKeys()).containsExactly(lost);
        assertThat(inToken(keys).names())
                .as("a hub starts without the key, too")
                .containsExactly(Issuers.DEFAULT, "plant-b");

        take(keys[1], issuer(keys[1]).rotate(Optional.empty(), ""), LeafKey.P_256);
        assertThat(issuer(issuers, "plant-b").issue(Fixtures.BOARD).leaf()).isNotNull();
        new TokenWatch(token, issuers::look).look();
        assertThat(token.missingKeys()).isEmpty();
    }

    @Test
    void issuersInTheTokenStandBesideThoseInTheFolder() throws Exception {
        var inFolder = Issuers.openOrFound(folder.resolve("ca"), Fixtures.password(), tools);

        var all = inToken(make("plant-b", LeafKey.P_256)).with(inFolder);

        assertThat(all.names()).containsExactly(Issuers.DEFAULT, "plant-b");
        assertThat(all.byDefault()).isSameAs(inFolder.byDefault());
        assertThat(all.all()).extracting(CertificateAuthority::name).containsExactly(Issuers.DEFAULT, "plant-b");
    }

    @Test
    void issuerInTheFolderWhoseNameOneInTheTokenTakesGoesOnSigningItsListAndIssuesNothing() throws Exception {
        var ca = folder.resolve("ca");
        var before = Issuers.openOrFound(ca, Fixtures.password(), tools).byDefault();
        var inToken = inToken(make(Issuers.DEFAULT, LeafKey.P_256));

        var all = inToken.withFormer(ca, Fixtures::password, tools);

        assertThat(all.byDefault()).isSameAs(inToken.byDefault());
        assertThat(all.all())
                .extracting(CertificateAuthority::chain)
                .containsExactly(inToken.byDefault().chain(), before.chain());
        assertThat(all.names()).containsExactly(Issuers.DEFAULT);
        assertThat(inToken.withFormer(ca, () -> "another password".toCharArray(), tools)
                        .all())
                .hasSize(1);
    }

    @Test
    void requestWantsTheExtensionsOfAnAuthorityAndANameThatNoOtherHas() throws Exception {
        var request = Elsewhere.parsed(
                issuer(key("issuer")).request(Optional.empty(), "").pem());
        var other = Elsewhere.parsed(
                issuer(key("other")).request(Optional.empty(), "").pem());

        var wanted = Extensions.getInstance(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                .getAttributeValues()[0]);
        assertThat(BasicConstraints.fromExtensions(wanted).getPathLenConstraint())
                .isZero();
        assertThat(KeyUsage.fromExtensions(wanted).hasUsages(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .isTrue();
        assertThat(wanted.getExtension(Extension.subjectKeyIdentifier)).isNotNull();
        assertThat(request.getSubject()).isNotEqualTo(other.getSubject());
    }

    private LeafIssuer issuer(Issuers issuers, String name) {
        return new LeafIssuer(issuers.named(name), LeafProfile.TEN_YEARS, tools);
    }

    private Issuers inToken(TokenKey... keys) {
        return Issuers.inToken(token, List.of(keys), name -> List.of(), tools);
    }

    private TokenIssuer issuer(TokenKey key) {
        return new TokenIssuer(token, key, List.of(key), tools);
    }

    private TokenKey key(String name) {
        return new TokenKey(name, name, folder.resolve(name + ".pem"));
    }

    /** With its certificate by a root elsewhere, whose key is of the same kind. */
    private TokenKey make(String name, LeafKey kind) throws Exception {
        var key = key(name);
        take(key, issuer(key).request(Optional.of(kind), ""), kind);
        return key;
    }

    private void take(TokenKey key, TokenIssuer.Request request, LeafKey kind) throws Exception {
        var chain = Elsewhere.chain(request.pem(), root(kind));
        issuer(key).install(chain, key.chainFile());
        Files.write(key.chainFile(), chain);
    }

    private CaKeyStore.Entry root(LeafKey kind) throws Exception {
        var key = kind.newPair(tools);
        var name = new X500Name("CN=Root");
        var validity = new CertificateDraft.Validity(Fixtures.NOW, Fixtures.NOW.plus(Duration.ofDays(7300)));
        var certificate = new CertificateDraft(name, name, key.getPublic(), validity, tools)
                .critical(Extension.basicConstraints, new BasicConstraints(1))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .identifiers(key.getPublic(), key.getPublic())
                .sign(SigningKey.of(key.getPrivate(), tools.providers()));
        return new CaKeyStore.Entry(key.getPrivate(), List.of(certificate));
    }
}
