package dev.caravan.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

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
        var issuer = issuer(chain);
        var request = issuer.request(Optional.of(LeafKey.P_256), "CN=Factory 1 Issuing CA");
        issuer.install(signed(request.pem(), chain), chain);
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
    void chainOfAKeyThatIsNotInTheTokenIsRefusedWithItsFile() throws Exception {
        var stranger = folder.resolve("stranger.pem");
        var root = new CaFounder(tools, CaLife.USUAL).root();
        var signed =
                Pem.of(new CaFounder(tools, CaLife.USUAL).issuer(root).chain()).getBytes();

        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> issuer(chain).install(signed, stranger))
                .withMessageStartingWith(
                        stranger + ": the token 'factory' has no private key for CN=Caravan Issuing CA");
    }

    @Test
    void secondKeyInThePlaceOfTheFirstIsRefused() throws Exception {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> issuer(chain).request(Optional.empty(), "CN=Again"))
                .withMessageContaining("issuer 'default' has a key, whose chain is in " + chain);
        Files.delete(chain);
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> issuer(chain).request(Optional.empty(), "CN=Again"))
                .withMessageStartingWith("there is a key labelled 'issuer' already, that of CN=Factory 1 Issuing CA");
        assertThat(token.pairs()).hasSize(1);
    }

    @Test
    void missingChainIsSaidWithWhatItMustHold() {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> inToken(folder.resolve("none"), token))
                .withMessageContaining("none: cannot be read; it must hold the certificate of a key in the token");
    }

    private Issuers inToken(Path chain, Token token) {
        var key = new TokenKey(Issuers.DEFAULT, "issuer", chain);
        return Issuers.inToken(token, List.of(key), name -> List.of(), tools);
    }

    private TokenIssuer issuer(Path chain) {
        var key = new TokenKey(Issuers.DEFAULT, "issuer", chain);
        return new TokenIssuer(token, key, List.of(key), tools);
    }

    /** What an offline root does with a request. */
    private byte[] signed(byte[] request, Path file) throws Exception {
        var pem = Elsewhere.chain(request, new CaFounder(tools, CaLife.USUAL).root());
        Files.write(file, pem);
        return pem;
    }
}
