package dev.caravan.hub.api;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

import dev.caravan.hub.api.Problem.Kind;

/** What the server itself answers when a request does not get as far as a route: a problem document, never a page. */
@Controller
public final class ServerProblems implements ErrorController {

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        write(response, explain(status, request.getMethod() + " " + asked(request)));
    }

    static Problem explain(int status, String asked) {
        return switch (status) {
            case 400 ->
                Problem.of(
                        Kind.INVALID_REQUEST,
                        asked + " is not valid: its path, its query or a header holds what may not be there, such as an"
                                + " encoded slash");
            case 404 -> nothingAt(asked);
            case 405 -> otherMethod(asked);
            case 406 -> Problem.of(Kind.NOT_ACCEPTABLE, asked + " answers with application/json only");
            case 413 -> BodyLimit.TOO_LARGE;
            case 415 -> otherType(asked);
            default ->
                status < 500
                        ? new Problem(
                                "about:blank", "The request is not valid", status, asked + " is not valid", null, null)
                        : Problem.of(Kind.INTERNAL, "The hub could not carry out the request; its log says why");
        };
    }

    private static Problem otherType(String asked) {
        return asked.contains(EstRoutes.PATH)
                ? Problem.of(
                        Kind.NOT_PKCS10,
                        "Send the request as RFC 7030 says, with the header Content-Type: " + EstRoutes.REQUEST)
                : Problem.of(Kind.NOT_JSON, "Send the body as JSON, with the header Content-Type: application/json");
    }

    /** @param asked method and path */
    public static Problem nothingAt(String asked) {
        return Problem.of(
                Kind.UNKNOWN_PATH,
                "There is nothing at " + asked + ". " + ApiFront.DOCUMENT + " describes what there is");
    }

    /** @param asked method and path */
    public static Problem otherMethod(String asked) {
        return Problem.of(
                Kind.METHOD_NOT_ALLOWED,
                asked + ": this method is not for this path; the header Allow names those that are");
    }

    private static String asked(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                ? path
                : request.getRequestURI();
    }

    /** Answers with the problem. */
    public static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(ApiJson.write(problem));
    }
}
