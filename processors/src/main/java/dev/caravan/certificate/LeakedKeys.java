package dev.caravan.certificate;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Keys whose private half others have: those that documents print, and those of lists. A line of a list begins with the
 * SHA-256 over a SubjectPublicKeyInfo, or with the last 20 digits of the SHA-1 over an RSA modulus as the lists of
 * openssl-blacklist have them; blank lines and those that begin with # say nothing. 64 bits of each are kept.
 */
final class LeakedKeys {

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}|[0-9a-f]{20})(\\s.*)?");
    private static final int SHORT = 20;
    private static final int KEPT = 16;
    private static final String PUBLISHED = "published-keys.txt";

    private final long[] infos;
    private final long[] moduli;

    private LeakedKeys(List<String> digests) {
        this.infos = sorted(
                digests.stream().filter(digest -> digest.length() > SHORT).toList());
        this.moduli = sorted(
                digests.stream().filter(digest -> digest.length() == SHORT).toList());
    }

    /** @throws IllegalArgumentException naming setting, file, line and rule */
    static LeakedKeys read(List<Path> lists) {
        var digests = new ArrayList<String>();
        try (var published = Objects.requireNonNull(LeakedKeys.class.getResourceAsStream(PUBLISHED))) {
            read(PUBLISHED, new InputStreamReader(published, StandardCharsets.US_ASCII), digests);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        for (var list : lists) {
            try (var reader = Files.newBufferedReader(list, StandardCharsets.ISO_8859_1)) {
                read(list.toString(), reader, digests);
            } catch (IOException unreadable) {
                throw new IllegalArgumentException(KnownKeys.SETTING + ": " + list + " cannot be read", unreadable);
            }
        }
        return new LeakedKeys(digests);
    }

    private static void read(String file, Reader reader, List<String> into) throws IOException {
        var lines = new LineNumberReader(reader);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var text = line.strip().toLowerCase(Locale.ROOT);
            var found = LINE.matcher(text);
            if (found.matches()) {
                into.add(found.group(1));
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                throw new IllegalArgumentException(KnownKeys.SETTING + ": " + file + ", line " + lines.getLineNumber()
                        + ": must begin with 64 hexadecimal digits (SHA-256 over a SubjectPublicKeyInfo) or 20"
                        + " (openssl-blacklist), or with #");
            }
        }
    }

    private static long[] sorted(List<String> digests) {
        return digests.stream()
                .flatMapToLong(digest -> LongStream.of(kept(digest)))
                .sorted()
                .toArray();
    }

    private static long kept(String digest) {
        return HexFormat.fromHexDigitsToLong(digest, 0, KEPT);
    }

    boolean have(BoardKey key) {
        return has(infos, key.digest())
                || key.key() instanceof RSAPublicKey rsa && has(moduli, digest(rsa.getModulus()));
    }

    private static boolean has(long[] digests, String digest) {
        return Arrays.binarySearch(digests, kept(digest)) >= 0;
    }

    /** As {@code openssl rsa -modulus} prints it, by SHA-1. */
    private static String digest(BigInteger modulus) {
        var text = "Modulus=" + modulus.toString(16).toUpperCase(Locale.ROOT) + "\n";
        try {
            var sha1 = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha1, sha1.length - SHORT / 2, sha1.length);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
