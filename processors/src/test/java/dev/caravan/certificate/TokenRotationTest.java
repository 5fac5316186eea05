package dev.caravan.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardGuid;
import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.SoftToken;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenPair;
import dev.caravan.hsm.TokenWatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Another key beside the one that issues, made by a program beside the hub, which runs. */
class TokenRotationTest {

    @TempDir
    Path folder;

    private volatile Instant now = Fixtures.NOW;
    private final InstantSource time = () -> this.now;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final CertificateTools tools = new CertificateTools(
            Fixtures.at(Fixtures.NOW).providers(),
            clock,
            Fixtures.at(Fixtures.NOW).random());
    private final CaKeyStore.Entry root = new CaFounder(tools, CaLife.USUAL).root();
    private final Set<String> ledger = Collections.synchronizedSet(new LinkedHashSet<>());
    private SoftToken soft;
    private Token token;
    private Token beside;
    private TokenKey key;

    @BeforeEach
    void makeTheFirstKey() throws Exception {
        soft = SoftToken.in(folder.resolve("token"));
        token = new Token(soft.place(), clock);
        beside = new Token(soft.place(), clock);
        key = new TokenKey(Issuers.DEFAULT, "issuer", folder.resolve("chain.pem"));
        take(command().request(Optional.empty(), "CN=First"));
    }

    @AfterEach
    void close() {
        Stream.of(token, beside).filter(opened -> opened != null).forEach(Token::close);
    }

    @Test
    void anotherKeySignsWhatComesNextWithoutAStartAndTheOneBeforeStays() throws Exception {
        var leaves = leaves(issuers());
        var before = leaves.named(Issuers.DEFAULT);
        var old = before.issue(Fixtures.BOARD);

        take(command().rotate(Optional.of(LeafKey.P_384), "CN=Second"));

        var fresh = leaves.named(Issuers.DEFAULT).issue(Fixtures.BOARD);
        assertThat(subject(fresh)).isEqualTo("CN=Second");
        fresh.leaf().verify(fresh.chain().get(0).getPublicKey());
        assertThat(old.chain()).isNotEqualTo(fresh.chain());
        assertThat(subject(before.issue(Fixtures.BOARD)))
                .as("a chunk that is under way")
                .isEqualTo("CN=First");
        assertThat(token.pairs())
                .extracting(TokenPair::label)
                .containsExactlyInAnyOrder(
                        "issuer", "issuer-" + KeyId.of(fresh.chain().get(0)).substring(0, 8));
    }

    @Test
    void chunksThatAreSignedDuringTheSwitchHaveEachTheChainOfTheirKeyAndNoneFails() throws Exception {
        var issuers = issuers();
        var leaves = leaves(issuers);
        var seen = Stream.concat(
                        Stream.of("CN=First"), IntStream.rangeClosed(1, 5).mapToObj(next -> "CN=Issuer " + next))
                .collect(Collectors.toMap(name -> name, name -> new CountDownLatch(9)));
        var done = new AtomicBoolean();
        Callable<Integer> chunks = () -> {
            var count = 0;
            while (!done.get()) {
                leaves.named(Issuers.DEFAULT)
                        .issueAll(
                                guids(10),
                                portion -> portion.forEach(identity -> {
                                    requireItsOwnChain(identity);
                                    seen.get(subject(identity)).countDown();
                                }));
                count++;
            }
            return count;
        };
        var threads = Executors.newFixedThreadPool(4);
        try {
            var running = new ArrayList<Future<Integer>>();
            for (var thread = 0; thread < 3; thread++) {
                running.add(threads.submit(chunks));
            }
            threads.submit(() -> {
                while (!done.get()) {
                    issuers.look();
                }
            });
            assertThat(seen.get("CN=First").await(30, TimeUnit.SECONDS)).isTrue();
            for (var next = 1; next <= 5; next++) {
                take(command().rotate(Optional.empty(), "CN=Issuer " + next));
                assertThat(seen.get("CN=Issuer " + next).await(30, TimeUnit.SECONDS))
                        .as("CN=Issuer %s; %s %s", next, token.trouble(), issuers.troubles())
                        .isTrue();
            }
            done.set(true);
            for (var each : running) {
                assertThat(each.get()).isPositive();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        assertThat(issuers.troubles()).isEmpty();
    }

    @Test
    void chainThatCannotBeUsedLeavesTheOneBeforeAtWorkAndSaysWhy() throws Exception {
        var other = new TokenKey("plant-b", "plant-b", folder.resolve("plant-b.pem"));
        var others = new TokenIssuer(beside, other, List.of(key, other), tools);
        Files.write(
                other.chainFile(),
                Elsewhere.chain(others.request(Optional.empty(), "CN=B").pem(), root));
        var issuers = Issuers.inToken(token, List.of(key, other), name -> List.of(), tools);
        var first = issuers.byDefault();
        var right = Files.readAllBytes(key.chainFile());
        var next =
                Elsewhere.chain(command().rotate(Optional.empty(), "CN=Second").pem(), root);
        var placeholder = beside.pairs().stream()
                .filter(pair -> pair.label().startsWith("issuer-"))
                .findFirst()
                .orElseThrow()
                .certificate();
        var elsewhere =
                Pem.of(new CaFounder(tools, CaLife.USUAL).issuer(root).chain()).getBytes();

        mustStay(issuers, first, Arrays.copyOf(next, next.length / 4), "cannot be read");
        mustStay(issuers, first, Arrays.copyOf(next, next.length - 40), "the issuing authority and its root");
        mustStay(issuers, first, elsewhere, "the token 'factory' has no private key for CN=Caravan Issuing CA");
        mustStay(
                issuers,
                first,
                Pem.of(List.of(placeholder, root.chain().get(0))).getBytes(),
                "is not an authority");
        mustStay(issuers, first, Files.readAllBytes(other.chainFile()), "is for the key of issuer 'plant-b'");
        Files.delete(key.chainFile());
        assertThat(issuers.byDefault()).isSameAs(first);
        assertThat(issuers.troubles().get(Issuers.DEFAULT)).contains("cannot read " + key.chainFile());

        DurableFiles.write(key.chainFile(), right, DurableFiles.READABLE);
        assertThat(issuers.byDefault()).isSameAs(first);
        assertThat(issuers.troubles()).isEmpty();
        DurableFiles.write(key.chainFile(), next, DurableFiles.READABLE);
        assertThat(subject(leaves(issuers).named(Issuers.DEFAULT).issue(Fixtures.BOARD)))
                .isEqualTo("CN=Second");
    }

    private void mustStay(Issuers issuers, CertificateAuthority first, byte[] chain, String why) throws IOException {
        Files.write(key.chainFile(), chain);

        assertThat(issuers.byDefault()).as(why).isSameAs(first);
        assertThat(issuers.troubles()).hasEntrySatisfying(Issuers.DEFAULT, words -> assertThat(words)
                .contains(why)
                .contains(key.chainFile().toString()));
    }

    @Test
    void chainThatComesWhileTheTokenIsAwayIsTakenOnceItIsBack() throws Exception {
        var issuers = issuers();
        var first = issuers.byDefault();
        var request = command().rotate(Optional.empty(), "CN=Second");
        soft.pullOut();
        new TokenWatch(token, issuers::look).look();

        Files.write(key.chainFile(), Elsewhere.chain(request.pem(), root));
        assertThat(issuers.byDefault()).isSameAs(first);
        assertThat(issuers.troubles().get(Issuers.DEFAULT)).startsWith("the token 'factory' cannot be used");

        soft.putBack();
        now = now.plusSeconds(5);
        assertThat(issuers.byDefault()).as("not at each chunk").isSameAs(first);
        issuers.look();
        assertThat(issuers.byDefault().issuer().getSubjectX500Principal().getName())
                .isEqualTo("CN=Second");
        assertThat(issuers.troubles()).isEmpty();
    }

    @Test
    void retiredKeySignsTheListOfWhatItHasIssuedAsLongAsItIsInTheToken() throws Exception {
        var issuers = issuers();
        leaves(issuers);
        take(command().rotate(Optional.empty(), "CN=Second"));
        leaves(issuers);

        for (var each : List.of(issuers, issuers())) {
            var retired = each.all().get(1);
            assertThat(each.all()).hasSize(2);
            assertThat(retired.issuer().getSubjectX500Principal().getName()).isEqualTo("CN=First");
            var file = folder.resolve("list.crl");
            var week = new RevocationList.Issue(1, now, now.plus(Duration.ofDays(7)));
            new RevocationList(retired, tools)
                    .write(file, week, List.<RevocationList.Entry>of().iterator());
            var list = (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(Files.readAllBytes(file)));
            list.verify(retired.issuer().getPublicKey());
        }

        soft.delete("issuer");
        new TokenWatch(token, issuers::look).look();
        assertThat(issuers.all()).hasSize(1);
        assertThat(token.missingKeys()).isEmpty();
    }

    @Test
    void ledgerThatIsAwayIsNoTroubleOfTheChain() {
        var away = new AtomicBoolean();
        var issuers = Issuers.inToken(
                token,
                List.of(key),
                name -> {
                    if (away.get()) {
                        throw new IllegalStateException("the ledger is away");
                    }
                    return List.of();
                },
                tools);
        away.set(true);

        issuers.look();

        assertThat(issuers.troubles()).isEmpty();
    }

    @Test
    void keyThatTheTokensOwnToolsMadeUnderTheSameLabelIsTakenToo() throws Exception {
        var issuers = issuers();
        var half = folder.resolve("half.pem");
        soft.p11tool(
                "--generate-privkey=ecdsa",
                "--curve=secp256r1",
                "--label=issuer",
                "--id=0a0b",
                "--outfile=" + half,
                "pkcs11:token=factory");
        var text = Files.readString(half).replaceAll("-----[A-Z ]+-----|\\s", "");
        var publicKey = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
        var certificate = Elsewhere.certify(publicKey, new X500Name("CN=By hand"), root);
        Files.writeString(folder.resolve("issuer.pem"), Pem.of(List.of(certificate)));
        soft.p11tool(
                "--write",
                "--load-certificate=" + folder.resolve("issuer.pem"),
                "--label=issuer",
                "--id=0a0b",
                "pkcs11:token=factory");

        accept(Pem.of(List.of(certificate, root.chain().get(0))).getBytes());

        var leaves = leaves(issuers);
        assertThat(subject(leaves.named(Issuers.DEFAULT).issue(Fixtures.BOARD))).isEqualTo("CN=By hand");
        try (var next = new Token(soft.place(), clock)) {
            var restarted = Issuers.inToken(next, List.of(key), name -> List.copyOf(ledger), tools);
            assertThat(subject(leaves(restarted).named(Issuers.DEFAULT).issue(Fixtures.BOARD)))
                    .isEqualTo("CN=By hand");
            next.require(key.of(issuers.byDefault().issuer()));
        }
        assertThat(beside.pairs()).hasSize(2);
    }

    @Test
    void keyThatWaitsForItsCertificateIsAskedForAgainAndNoSecondOneIsMade() throws Exception {
        var once = command().rotate(Optional.empty(), "CN=Second");
        var again = command().rotate(Optional.empty(), "");

        assertThat(List.of(once.again(), again.again())).containsExactly(false, true);
        assertThat(again.label()).isEqualTo(once.label()).startsWith("issuer-");
        var requests = List.of(Elsewhere.parsed(once.pem()), Elsewhere.parsed(again.pem()));
        assertThat(requests.get(1).getSubjectPublicKeyInfo())
                .isEqualTo(requests.get(0).getSubjectPublicKeyInfo());
        assertThat(requests.get(1).getSubject()).isEqualTo(requests.get(0).getSubject());
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> command().rotate(Optional.of(LeafKey.RSA_3072), ""))
                .withMessageContaining("the key '" + once.label() + "' waits in the token")
                .withMessageContaining("is no RSA-3072");
        assertThat(beside.pairs()).hasSize(2);

        take(again);
        assertThat(command().rotate(Optional.empty(), "").again()).isFalse();
    }

    @Test
    void attemptThatWasCutOffBetweenKeyAndCertificateIsSaidOnce() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> KeyMaking.alone(
                        folder.resolve("chain.pem.lock"),
                        making -> making.note(() -> {
                            throw new IllegalStateException("killed");
                        })));

        var next = command().rotate(Optional.empty(), "");
        assertThat(next.cutOff()).isTrue();
        take(next);
        assertThat(command().rotate(Optional.empty(), "").cutOff()).isFalse();
    }

    private TokenIssuer command() {
        return new TokenIssuer(beside, key, List.of(key), tools);
    }

    private void take(TokenIssuer.Request request) throws Exception {
        accept(Elsewhere.chain(request.pem(), root));
    }

    private void accept(byte[] chain) {
        command().install(chain, folder.resolve("new-chain.pem"));
        DurableFiles.write(key.chainFile(), chain, DurableFiles.READABLE);
    }

    private Issuers issuers() {
        return Issuers.inToken(token, List.of(key), name -> List.copyOf(ledger), tools);
    }

    /** The ledger knows an authority before it signs. */
    private LeafIssuers leaves(Issuers issuers) {
        return new LeafIssuers(
                issuers, LeafProfile.TEN_YEARS, tools, authority -> ledger.add(Pem.of(authority.chain())));
    }

    private static List<BoardGuid> guids(int count) {
        return Stream.generate(() -> new BoardGuid(UUID.randomUUID().toString()))
                .limit(count)
                .toList();
    }

    private static String subject(IssuedIdentity identity) {
        return issuer(identity).getSubjectX500Principal().getName();
    }

    private static X509Certificate issuer(IssuedIdentity identity) {
        return identity.chain().get(0);
    }

    private static void requireItsOwnChain(IssuedIdentity identity) {
        try {
            identity.leaf().verify(issuer(identity).getPublicKey());
        } catch (GeneralSecurityException foreign) {
            throw new AssertionError("a board got a chain that does not belong to its key", foreign);
        }
    }
}
