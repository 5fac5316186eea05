package dev.caravan.certificate;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardGuid;
import dev.caravan.hsm.SoftToken;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TokenAuthorityTest {

    private static final X500Name ROOT = new X500Name("CN=Root");

    @TempDir
    Path folder;

    private final CertificateTools tools = Fixtures.at(Fixtures.NOW);
    private SoftToken soft;
    private Token token;
    private Path chain;

    @BeforeEach
    void makeKeyInToken() throws Exception {
        soft = SoftToken.in(folder);
        token = new Token(soft.place(), tools.clock());
        chain = folder.resolve("chain.pem");
        var issuer = new TokenIssuer(token, "issuer", tools);
        issuer.install(signed(issuer.request(LeafKey.P_256, "CN=Factory 1 Issuing CA"), chain), chain);
    }

    @AfterEach
    void close() {
        if (token != null) {
            token.close();
        }
    }

    @Test
    void leafIsSignedInTheTokenAndLeadsUpToTheRoot() throws Exception {
        var issuers = inToken(chain, token);

        var identity = new LeafIssuer(issuers.byDefault(), LeafProfile.TEN_YEARS, tools).issue(Fixtures.BOARD);

        identity.leaf().verify(identity.chain().get(0).getPublicKey());
        assertThat(identity.chain()).isEqualTo(Pem.certificates(Files.readAllBytes(chain)));
        assertThat(identity.leaf().getIssuerX500Principal().getName()).isEqualTo("CN=Factory 1 Issuing CA");
        assertThat(issuers.byDefault().signingKey().key().getEncoded()).isNull();
    }

    @Test
    void manyAreIssuedSideBySideAndTakenInTheirOrderInPortions() {
        var issuer = new LeafIssuer(inToken(chain, token).byDefault(), LeafProfile.TEN_YEARS, tools);
        var guids = guids(250);
        var portions = new ArrayList<Integer>();
        var issued = new ArrayList<BoardGuid>();

        issuer.issueAll(guids, portion -> {
            portions.add(portion.size());
            portion.forEach(identity -> issued.add(identity.guid()));
        });

        assertThat(issued).isEqualTo(guids);
        assertThat(portions).containsExactly(100, 100, 50);
    }

    @Test
    void whatIsTakenStaysWhenTheTokenFailsForTheRest() throws Exception {
        var issuer = new LeafIssuer(inToken(chain, token).byDefault(), LeafProfile.TEN_YEARS, tools);
        var taken = new ArrayList<IssuedIdentity>();

        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> issuer.issueAll(guids(10_000), portion -> {
                    taken.addAll(portion);
                    token.close();
                }));

        assertThat(taken).hasSizeBetween(100, 9_900);
    }

    private static List<BoardGuid> guids(int count) {
        return Stream.generate(() -> new BoardGuid(UUID.randomUUID().toString()))
                .limit(count)
                .toList();
    }

    @Test
    void hubStartsWithoutTheTokenAndIssuesOnceItIsThere() throws Exception {
        soft.pullOut();
        try (var away = new Token(
                soft.place(), Fixtures.at(Fixtures.NOW.minusSeconds(5)).clock())) {
            var issuer = new LeafIssuer(inToken(chain, away).byDefault(), LeafProfile.TEN_YEARS, tools);
            assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> issuer.issue(Fixtures.BOARD));
        }
        soft.putBack();
        var issuer = new LeafIssuer(inToken(chain, token).byDefault(), LeafProfile.TEN_YEARS, tools);
        assertThat(issuer.issue(Fixtures.BOARD).leaf()).isNotNull();
    }

    @Test
    void chainOfAnotherKeyIsRefusedWithFileAndLabel() throws Exception {
        var other = new TokenIssuer(token, "other", tools);
        var stranger = folder.resolve("stranger.pem");
        var signed = signed(other.request(LeafKey.P_256, "CN=Another"), stranger);

        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> inToken(stranger, token))
                .withMessage(stranger
                        + ": the key 'issuer' in the token 'factory' does not belong to the first certificate");
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> new TokenIssuer(token, "issuer", tools).install(signed, stranger))
                .withMessageContaining("is not for the key 'issuer'");
    }

    @Test
    void secondKeyOfTheSameLabelIsRefused() {
        assertThatExceptionOfType(TokenUnavailableException.class)
                .isThrownBy(() -> new TokenIssuer(token, "issuer", tools).request(LeafKey.P_256, "CN=Again"))
                .withMessageContaining("there is a key labelled 'issuer' already");
    }

    @Test
    void missingChainIsSaidWithWhatItMustHold() {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> inToken(folder.resolve("none"), token))
                .withMessageContaining("none: cannot be read; it must hold the certificate of the key 'issuer'");
    }

    private Issuers inToken(Path chain, Token token) {
        return Issuers.inToken(token, List.of(new TokenKey(Issuers.DEFAULT, "issuer", chain)), tools);
    }

    /** What an offline root does with a request. */
    private byte[] signed(byte[] request, Path file) throws Exception {
        var root = CertificateDraft.newKey(tools);
        var signer = SigningKey.of(root.getPrivate(), tools.providers());
        var self = draft(ROOT, root, 1)
                .identifiers(root.getPublic(), root.getPublic())
                .sign(signer);
        PKCS10CertificationRequest parsed;
        try (var reader = new PEMParser(new StringReader(new String(request)))) {
            parsed = (PKCS10CertificationRequest) reader.readObject();
        }
        var key = new JcaPKCS10CertificationRequest(parsed).getPublicKey();
        var issuer = draft(parsed.getSubject(), new KeyPair(key, root.getPrivate()), 0)
                .identifiers(key, root.getPublic())
                .sign(signer);
        var pem = Pem.of(List.<X509Certificate>of(issuer, self)).getBytes();
        Files.write(file, pem);
        return pem;
    }

    private CertificateDraft draft(X500Name subject, KeyPair key, int depth) throws Exception {
        var begin = Fixtures.NOW.minus(Duration.ofDays(1));
        var validity = new CertificateDraft.Validity(begin, Instant.parse("2050-01-01T00:00:00Z"));
        return new CertificateDraft(subject, ROOT, key.getPublic(), validity, tools)
                .critical(Extension.basicConstraints, new BasicConstraints(depth))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }
}
