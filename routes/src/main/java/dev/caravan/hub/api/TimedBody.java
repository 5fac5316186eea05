package dev.caravan.hub.api;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import dev.caravan.hub.api.Problem.Kind;

/**
 * A request whose body must have arrived within a time. The server's own time-out is between two pieces, which somebody
 * who sends a byte every few seconds keeps for hours. When it is over, the request is answered at once, and the reader is
 * stopped by a {@link ProblemException}.
 */
final class TimedBody extends HttpServletRequestWrapper {

    private final HttpServletResponse response;
    private final Duration most;
    private final long begun = System.nanoTime();

    TimedBody(HttpServletRequest request, HttpServletResponse response, Duration most) {
        super(request);
        this.response = response;
        this.most = most;
    }

    static Problem tooSlow(Duration most) {
        return Problem.of(
                Kind.TOO_SLOW,
                "The body did not arrive within " + most.toSeconds() + " s. Nothing was done; send it in one go");
    }

    private void requireTime() throws IOException {
        if (System.nanoTime() - begun > most.toNanos()) {
            ServerProblems.write(response, tooSlow(most));
            response.flushBuffer();
            throw new ProblemException(tooSlow(most));
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        var body = super.getInputStream();
        return new ServletInputStream() {
            @Override
            public int read() throws IOException {
                requireTime();
                return body.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                requireTime();
                return body.read(target, offset, length);
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
                body.setReadListener(listener);
            }
        };
    }
}
