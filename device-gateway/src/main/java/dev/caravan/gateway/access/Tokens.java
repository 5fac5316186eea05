package dev.caravan.gateway.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.caravan.device.assignment.DurableFile;
import dev.caravan.gateway.board.BoardGuid;

/**
 * One token per board and one for the administrator, 256 random bits each, in owner-only files. Made when first needed, read once;
 * delete a file and restart to change a token.
 */
public final class Tokens {

    private static final int BYTES = 32;

    private final Path folder;
    private final SecureRandom random;
    private final byte[] admin;
    private final byte[] nobody;
    private final Map<BoardGuid, byte[]> boards = new ConcurrentHashMap<>();

    /** @param data the admin's token becomes {@code admin.token} there, a board's {@code tokens/<guid>.token} */
    public Tokens(Path data, SecureRandom random) {
        this.folder = data.resolve("tokens");
        this.random = random;
        this.admin = readOrMake(data.resolve("admin.token"));
        this.nobody = fresh();
    }

    /** Makes sure the board has a token. */
    public void ensure(BoardGuid board) {
        boards.computeIfAbsent(board, guid -> readOrMake(folder.resolve(guid + ".token")));
    }

    public boolean isAdmin(String token) {
        return MessageDigest.isEqual(admin, bytes(token));
    }

    /** False for a board without a token too, after the same work. */
    public boolean isOf(BoardGuid board, String token) {
        return MessageDigest.isEqual(boards.getOrDefault(board, nobody), bytes(token));
    }

    private byte[] readOrMake(Path file) {
        try {
            if (Files.exists(file)) {
                return bytes(Files.readString(file).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the token file " + file, e);
        }
        byte[] token = fresh();
        DurableFile.write(file, new String(token, StandardCharsets.US_ASCII) + "\n");
        return token;
    }

    private byte[] fresh() {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encode(bits);
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }
}
