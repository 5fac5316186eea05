package dev.caravan.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequenceGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is sent as a request or as a certificate is taken or refused in words, and nothing else happens. Half a second for
 * each in the ordinary build; {@code -Dcaravan.fuzz.seconds=60} for longer, {@code -Dcaravan.fuzz.seed} for the same once more.
 */
class KeyFuzzTest {

    private static final long SEED = Long.getLong("caravan.fuzz.seed", 34);
    private static final Duration TIME = Optional.ofNullable(Long.getLong("caravan.fuzz.seconds"))
            .map(Duration::ofSeconds)
            .orElse(Duration.ofMillis(500));
    private static final int LEAST = 100;
    private static final KeyPair KEY = TestKeys.ec("secp256r1");

    private final Random random = new Random(SEED);

    /** What reads it. */
    private enum Reader {
        REQUEST,
        EST,
        CERTIFICATE
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsSentIsTakenOrRefusedInWords(Reader reader) {
        var seeds = seeds();
        var refused = 0L;
        var taken = 0L;
        var until = System.nanoTime() + TIME.toNanos();
        while (System.nanoTime() < until || refused < LEAST) {
            var content = random.nextInt(4) == 0
                    ? asText(signedAgain())
                    : asText(mutilated(seeds.get(random.nextInt(seeds.size()))));
            try {
                judge(reader, content);
                taken++;
            } catch (RefusedKeyException expected) {
                assertThat(expected.getMessage())
                        .doesNotContainPattern("\\p{Cntrl}")
                        .hasSizeLessThan(400);
                refused++;
            } catch (RuntimeException | StackOverflowError found) {
                throw new AssertionError("found: " + HexFormat.of().formatHex(content), found);
            }
        }
        System.out.printf("fuzz %s: %,d inputs, %,d refused, %,d taken%n", reader, refused + taken, refused, taken);
    }

    private static void judge(Reader reader, byte[] content) {
        switch (reader) {
            case REQUEST -> TestKeys.RULES.request(Fixtures.BOARD, content);
            case EST -> TestKeys.RULES.requestOfAny(content);
            case CERTIFICATE -> TestKeys.RULES.certificate(Fixtures.BOARD, content);
        }
    }

    /** Mutilated before it is signed, so that whoever looks at the signature first goes on. */
    private byte[] signedAgain() {
        try {
            var request = TestKeys.request("CN=" + Fixtures.BOARD, KEY, "SHA256withECDSA")
                    .toASN1Structure();
            var info = mutilated(request.getCertificationRequestInfo().getEncoded("DER"));
            var signature = Signature.getInstance("SHA256withECDSA", TestKeys.BC);
            signature.initSign(KEY.getPrivate());
            signature.update(info);
            var bytes = new ByteArrayOutputStream();
            var sequence = new DERSequenceGenerator(bytes);
            sequence.getRawOutputStream().write(info);
            sequence.addObject(request.getSignatureAlgorithm());
            sequence.addObject(new DERBitString(signature.sign()));
            sequence.close();
            return bytes.toByteArray();
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<byte[]> seeds() {
        var subject = "CN=" + Fixtures.BOARD;
        var seeds = new ArrayList<byte[]>();
        seeds.add(TestKeys.der(TestKeys.request(subject, TestKeys.ec("secp256r1"), "SHA256withECDSA")));
        seeds.add(TestKeys.der(TestKeys.request(subject, TestKeys.ec("secp384r1"), "SHA384withECDSA")));
        seeds.add(TestKeys.der(TestKeys.request(subject, TestKeys.rsa(2048), "SHA256withRSA")));
        seeds.add(Pem.der(TestCertificate.of(subject).make()));
        return seeds;
    }

    /** Bytes changed, cut out, doubled, or nested deeply. */
    private byte[] mutilated(byte[] seed) {
        var bytes = seed.clone();
        for (var times = random.nextInt(4); times >= 0; times--) {
            switch (random.nextInt(5)) {
                case 0 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = cut(bytes);
                case 3 -> bytes = doubled(bytes);
                default -> bytes = random.nextInt(20) == 0 ? nested() : bytes;
            }
        }
        return bytes;
    }

    /** As DER, or as text of it. */
    private byte[] asText(byte[] bytes) {
        return switch (random.nextInt(4)) {
            case 0 -> Base64.getEncoder().encode(bytes);
            case 1 -> Pem.block(random.nextBoolean() ? "CERTIFICATE REQUEST" : "CERTIFICATE", bytes);
            default -> bytes;
        };
    }

    private byte[] cut(byte[] bytes) {
        var from = random.nextInt(bytes.length);
        var length = random.nextInt(bytes.length - from);
        var rest = new byte[Math.max(1, bytes.length - length)];
        System.arraycopy(bytes, 0, rest, 0, from);
        System.arraycopy(bytes, from + length, rest, from, Math.max(0, rest.length - from));
        return rest;
    }

    private byte[] doubled(byte[] bytes) {
        var from = random.nextInt(bytes.length);
        var longer = new byte[bytes.length * 2 - from];
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        System.arraycopy(bytes, from, longer, bytes.length, bytes.length - from);
        return longer.length > 32 * 1024 ? bytes : longer;
    }

    /** A sequence in a sequence, as many as fit. */
    private byte[] nested() {
        var depth = random.nextInt(SuppliedText.LARGEST / 4);
        var bytes = new byte[depth * 4];
        for (var level = 0; level < depth; level++) {
            var length = bytes.length - level * 4 - 4;
            bytes[level * 4] = 0x30;
            bytes[level * 4 + 1] = (byte) 0x82;
            bytes[level * 4 + 2] = (byte) (length >> 8);
            bytes[level * 4 + 3] = (byte) length;
        }
        return bytes.length == 0 ? new byte[1] : bytes;
    }
}
