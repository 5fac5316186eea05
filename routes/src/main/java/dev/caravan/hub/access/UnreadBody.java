package dev.caravan.hub.access;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What is left of a request that was refused. Whoever sends it in good faith is listened to for a moment, so that it gets
 * the answer and not a broken connection; the server itself reads no further ({@code max-swallow-size}).
 */
final class UnreadBody {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int AT_ONCE = 64 * 1024;

    private UnreadBody() {}

    static void drain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.flushBuffer();
        var body = request.getInputStream();
        var begun = System.nanoTime();
        var buffer = new byte[AT_ONCE];
        while (!body.isFinished() && System.nanoTime() - begun < NANOS && body.read(buffer) >= 0) {
            // only so that the sender hears the answer
        }
    }
}
