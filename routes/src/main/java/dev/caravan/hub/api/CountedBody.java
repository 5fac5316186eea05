package dev.caravan.hub.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A request whose body comes in pieces of unknown number: counted while it is read, never held. When it is more than the
 * limit, the request is answered at once, because Camel reads it before a route begins, and the reader is stopped by a
 * {@link ProblemException}. Read blocking, as Camel does.
 */
final class CountedBody extends HttpServletRequestWrapper {

    private final HttpServletResponse response;
    private final int limit;
    private final Problem tooLarge;

    CountedBody(HttpServletRequest request, HttpServletResponse response, int limit, Problem tooLarge) {
        super(request);
        this.response = response;
        this.limit = limit;
        this.tooLarge = tooLarge;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        var body = super.getInputStream();
        return new ServletInputStream() {
            private long bytes;

            @Override
            public int read() throws IOException {
                var next = body.read();
                count(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                var read = body.read(target, offset, length);
                count(Math.max(read, 0));
                return read;
            }

            private void count(int read) throws IOException {
                bytes += read;
                if (bytes > limit) {
                    ServerProblems.write(response, tooLarge);
                    response.flushBuffer();
                    throw new ProblemException(tooLarge);
                }
            }

            @Override
            public boolean isFinished() {
                return body.isFinished();
            }

            @Override
            public boolean isReady() {
                return body.isReady();
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new IllegalStateException("the body is read blocking");
            }
        };
    }
}
