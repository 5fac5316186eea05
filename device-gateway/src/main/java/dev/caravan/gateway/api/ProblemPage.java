package dev.caravan.gateway.api;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the server itself answers when a request did not get as far as a route: a problem document, never a page. */
@Controller
public class ProblemPage implements ErrorController {

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 500;
        write(response, Problem.of(status, "Not possible", "The gateway cannot answer this request."));
    }

    static void write(HttpServletResponse response, Problem problem) throws IOException {
        ApiAnswer answer = ApiAnswer.problem(problem);
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(answer.body());
    }
}
