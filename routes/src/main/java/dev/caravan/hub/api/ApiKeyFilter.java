package dev.caravan.hub.api;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import dev.caravan.hub.api.Problem.Kind;

/** Lets nobody at the API without the key. Its OpenAPI document and Swagger UI hold no data and are open. */
public final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String API = "/api/";

    private final ApiKey key;

    public ApiKeyFilter(ApiKey key) {
        this.key = key;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = request.getServletPath();
        return !path.startsWith(API) || path.equals(ApiFront.DOCUMENT);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var offered = request.getHeader(ApiKey.HEADER);
        if (offered != null && key.opens(offered)) {
            chain.doFilter(request, response);
            return;
        }
        var problem = Problem.of(
                Kind.UNAUTHORIZED,
                "Send the API key in the header " + ApiKey.HEADER + "; the hub says at its start where it is");
        ServerProblems.write(response, problem);
    }
}
