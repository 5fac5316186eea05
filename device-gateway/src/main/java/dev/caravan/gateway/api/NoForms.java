package dev.caravan.gateway.api;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/** Turns away bodies that call themselves a form, as curl's do when nothing else is said: they would be read as one. */
public final class NoForms extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = String.valueOf(request.getContentType());
        if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/")) {
            ProblemPage.write(
                    response,
                    Problem.of(415, "Not JSON", "Send JSON, with the header 'Content-Type: application/json'."));
            return;
        }
        chain.doFilter(request, response);
    }
}
