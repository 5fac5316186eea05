package dev.caravan.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A short secret, read each time that it is needed.
 *
 * @param setting what names the file, for messages
 * @param file holds it and nothing else; empty: it is in the environment
 * @param variable of the environment
 */
public record SecretText(String setting, String file, String variable) {

    /** Set by systemd for a service with {@code LoadCredential=}. */
    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * @return without white space around it; the caller's to overwrite
     * @throws IllegalArgumentException naming setting, file and rule, and nothing of the secret
     */
    public char[] read() {
        return read(System.getenv());
    }

    char[] read(Map<String, String> environment) {
        var text = file.isEmpty() ? ofEnvironment(environment) : ofFile(environment.get(CREDENTIALS));
        var stripped = strip(text);
        Arrays.fill(text, '\0');
        if (stripped.length == 0) {
            throw new IllegalArgumentException(setting + ": there is nothing in " + place());
        }
        return stripped;
    }

    /** Where it is, in words. */
    public String place() {
        return file.isEmpty() ? "the environment variable " + variable : file;
    }

    private char[] ofEnvironment(Map<String, String> environment) {
        var value = environment.get(variable);
        if (value == null) {
            throw new IllegalArgumentException(
                    setting + " is empty, and the environment variable " + variable + " is not set: one must give it");
        }
        return value.toCharArray();
    }

    private char[] ofFile(@Nullable String credentials) {
        try {
            var path = Path.of(file);
            // What systemd provides is only for this service, but may show the group of an access list as a reader.
            var provided = credentials != null && path.toAbsolutePath().startsWith(credentials);
            if (!provided && !OWNER.containsAll(Files.getPosixFilePermissions(path))) {
                throw new IllegalArgumentException(
                        setting + ": " + file + " must be readable by its owner only (chmod 600)");
            }
            var bytes = Files.readAllBytes(path);
            var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).array();
            Arrays.fill(bytes, (byte) 0);
            return text;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(setting + ": " + file + " cannot be read", unreadable);
        }
    }

    private static char[] strip(char[] text) {
        int start = 0;
        int end = text.length;
        while (start < end && isBlank(text[start])) {
            start++;
        }
        while (end > start && isBlank(text[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(text, start, end);
    }

    /** Decoding may leave zeros behind the text. */
    private static boolean isBlank(char each) {
        return each == '\0' || Character.isWhitespace(each);
    }
}
