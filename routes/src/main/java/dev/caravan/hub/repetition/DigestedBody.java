package dev.caravan.hub.repetition;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;

/** A request whose body is digested while somebody reads it, never held. Read blocking, as Camel does. */
final class DigestedBody extends HttpServletRequestWrapper {

    private static final int AT_ONCE = 64 * 1024;

    private final MessageDigest digest;
    private final ServletInputStream body;
    private @Nullable String fingerprint;

    /** @param digest that the body is added to */
    DigestedBody(HttpServletRequest request, MessageDigest digest) throws IOException {
        super(request);
        this.digest = digest;
        this.body = new Digesting(request.getInputStream());
    }

    /** Reads what nobody has read. @return lower-case hexadecimal */
    String fingerprint() throws IOException {
        if (fingerprint == null) {
            var rest = new byte[AT_ONCE];
            while (body.read(rest) >= 0) {
                // only for the digest
            }
            fingerprint = HexFormat.of().formatHex(digest.digest());
        }
        return fingerprint;
    }

    @Override
    public ServletInputStream getInputStream() {
        return body;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private final class Digesting extends ServletInputStream {

        private final ServletInputStream raw;

        private Digesting(ServletInputStream raw) {
            this.raw = raw;
        }

        @Override
        public int read() throws IOException {
            var next = raw.read();
            if (next >= 0) {
                digest.update((byte) next);
            }
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            var read = raw.read(target, offset, length);
            if (read > 0) {
                digest.update(target, offset, read);
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return raw.isFinished();
        }

        @Override
        public boolean isReady() {
            return raw.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is read blocking");
        }
    }
}
