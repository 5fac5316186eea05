package dev.caravan.hub.access;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.bucket4j.TimeMeter;
import org.apache.camel.CamelContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.util.function.SingletonSupplier;

import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.EstRoutes;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.api.ServerProblems;

/** Says what stands in a request's way, in which order. What is not named as open is closed. */
public final class Door {

    /** They hold no data of boards: the API's document, whether the hub is up, revoked serial numbers, EST's authorities. */
    private static final String[] OPEN = {
        "/",
        "/swagger-ui",
        "/swagger-ui/**",
        "/webjars/swagger-ui/**",
        ApiFront.DOCUMENT,
        "/actuator/health",
        "/crl/*",
        EstRoutes.PATH + "cacerts",
        EstRoutes.PATH + "csrattrs"
    };

    private static final Problem STRANGER = Problem.of(
            Kind.UNAUTHORIZED,
            "Send a valid API key in the header " + ApiFront.KEY_HEADER
                    + " (the operator of Caravan makes one: ./caravan key create), name and password of a local user"
                    + " (HTTP Basic), or the token of an issuer that the hub knows (Bearer); one of them, not two. A station may"
                    + " show the certificate in TLS that caravan.access.stations names, while it is valid. A user is locked for a while after too many wrong passwords");

    private static final int MOST_PRINCIPALS = 10_000;

    private Door() {}

    /**
     * @param ways to say who one is
     * @param camel whose routes define the operations; they are read at the first request, when all are defined
     */
    public static SecurityFilterChain of(
            HttpSecurity http, List<Credentials> ways, LimitSettings limits, CamelContext camel) throws Exception {
        var perPrincipal = new Buckets(limits.principalPerSecond(), MOST_PRINCIPALS, TimeMeter.SYSTEM_MILLISECONDS);
        Supplier<ApiOperations> operations = SingletonSupplier.of(() -> ApiOperations.of(camel));
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .exceptionHandling(refusal ->
                        refusal.authenticationEntryPoint((request, response, stranger) -> refuse(request, response)))
                .addFilterBefore(new CallerFilter(ways, perPrincipal), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests
                        // Both follow a request that has been let in, or one that was refused and wants its words.
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, OPEN)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .addFilterAfter(new OperationGate(operations), AuthorizationFilter.class)
                .build();
    }

    /** EST clients send a password only when they are asked for one; people's browsers are never asked. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (EstCredentials.isEst(request)) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"EST\", charset=\"UTF-8\"");
        }
        ServerProblems.write(response, STRANGER);
    }
}
