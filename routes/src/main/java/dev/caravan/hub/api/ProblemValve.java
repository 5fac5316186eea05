package dev.caravan.hub.api;

import java.io.IOException;
import java.io.UncheckedIOException;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import dev.caravan.hub.api.Problem.Kind;

/** What the server answers to that which is no request, and gets no further than its connector: a problem document too. */
public final class ProblemValve extends ErrorReportValve {

    private static final Problem NO_REQUEST = Problem.of(
            Kind.INVALID_REQUEST,
            "This is no request that the hub can read: its path or a header has characters that must be escaped, or its"
                    + " first line and headers are larger than 16 KB together");

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        var status = response.getStatus();
        if (status < HttpServletResponse.SC_BAD_REQUEST
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        var problem = status == HttpServletResponse.SC_BAD_REQUEST
                ? NO_REQUEST
                : ServerProblems.explain(status, request.getMethod() + " " + request.getRequestURI());
        try {
            response.setContentType(Problem.MEDIA_TYPE);
            response.setCharacterEncoding("UTF-8");
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(ApiJson.write(problem));
                response.finishResponse();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
