package dev.caravan.hub.access;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ServletRequestPathUtils;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.access.Rules;
import dev.caravan.hub.access.ApiOperations.ApiOperation;
import dev.caravan.hub.api.Caller;
import dev.caravan.hub.api.Operation;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.api.ServerProblems;

/**
 * Lets a principal through to the operations that {@link Rules} give its role. Whatever is no operation, or has no rule, is
 * refused here. For a manufacturer, who is no part of the house, an operation of others does not exist.
 */
final class OperationGate extends OncePerRequestFilter {

    private static final String API = "/api/";
    private static final String CHANGE_PASSWORD = "changePassword";
    private static final Problem FIRST_PASSWORD = Problem.of(
            Kind.PASSWORD_CHANGE_REQUIRED,
            "Nothing was done: somebody else has seen this password. Choose your own first: PUT /api/v1/me/password with"
                    + " {\"password\": \"...\"} of 12 to 128 characters");

    private final Supplier<ApiOperations> operations;

    OperationGate(Supplier<ApiOperations> operations) {
        this.operations = operations;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        var path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        if (!path.value().startsWith(API)
                || authentication == null
                || !(authentication.getPrincipal() instanceof Principal principal)) {
            // Open to everybody, or refused to strangers before; what is not of the API is found by the server or not
            // at all.
            if (EstCredentials.isEst(request) && Caller.mustChangePassword(request)) {
                ServerProblems.write(response, FIRST_PASSWORD);
            } else {
                chain.doFilter(request, response);
            }
            return;
        }
        var here = operations.get().at(path).stream()
                .filter(operation -> principal.role() != Role.MANUFACTURER || allowed(principal, operation))
                .toList();
        var asked = here.stream()
                .filter(operation -> operation.method().equals(request.getMethod()))
                .min(Comparator.comparing(ApiOperation::path));
        if (Caller.mustChangePassword(request)
                && asked.filter(operation -> operation.id().equals(CHANGE_PASSWORD))
                        .isEmpty()) {
            ServerProblems.write(response, FIRST_PASSWORD);
        } else if (asked.isPresent() && allowed(principal, asked.get())) {
            Operation.is(request, asked.get().id());
            chain.doFilter(request, response);
        } else if (asked.isPresent()) {
            ServerProblems.write(
                    response, forbidden(principal.role(), asked.get().id()));
        } else {
            refuse(request.getMethod() + " " + request.getRequestURI(), here, response);
        }
    }

    private static boolean allowed(Principal principal, ApiOperation operation) {
        return Rules.allow(principal.role(), operation.id());
    }

    private static void refuse(String asked, List<ApiOperation> here, HttpServletResponse response) throws IOException {
        if (here.isEmpty()) {
            ServerProblems.write(response, ServerProblems.nothingAt(asked));
            return;
        }
        response.setHeader(
                "Allow",
                here.stream().map(ApiOperation::method).distinct().sorted().collect(Collectors.joining(", ")));
        ServerProblems.write(response, ServerProblems.otherMethod(asked));
    }

    private static Problem forbidden(Role role, String operation) {
        return Problem.of(
                Kind.FORBIDDEN,
                "The role " + role.word() + " may not use " + operation
                        + "; use a key of a role that may, docs/access.md has the table");
    }
}
