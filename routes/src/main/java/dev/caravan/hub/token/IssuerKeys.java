package dev.caravan.hub.token;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;

/**
 * An issuer's public keys. Read when the first token comes, again when a token names a key that is not among them, which
 * is how a rotation is seen, and otherwise every few minutes, so that a key that the issuer has withdrawn is worth nothing.
 * However many unknown keys are named, the issuer is asked twice in half a minute at most.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final IssuerSettings settings;
    private final ResourceRetriever retriever;

    private IssuerKeys(IssuerSettings settings, ResourceRetriever retriever) {
        this.settings = settings;
        this.retriever = retriever;
    }

    static JWKSource<SecurityContext> of(IssuerSettings settings, ResourceRetriever retriever) {
        return JWKSourceBuilder.create(new IssuerKeys(settings, retriever))
                .cache(KEPT.toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(false)
                .rateLimited(PAUSE.toMillis())
                .build();
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext none)
            throws JWKSetRetrievalException {
        try {
            return JWKSet.parse(read(settings.jwkSet().isEmpty() ? discovered() : settings.jwkSet()));
        } catch (IOException | ParseException | IllegalArgumentException failure) {
            throw new JWKSetRetrievalException("the keys of " + settings.issuer() + " cannot be read", failure);
        }
    }

    /** Asked each time too: an issuer may move its keys. */
    private String discovered() throws IOException, ParseException {
        Map<String, Object> document = JSONObjectUtils.parse(read(withoutSlash(settings.issuer()) + DISCOVERY));
        var itself = JSONObjectUtils.getString(document, "issuer");
        if (!settings.issuer().equals(itself)) {
            throw new IOException("its discovery document is of another issuer, " + itself);
        }
        var keys = JSONObjectUtils.getString(document, "jwks_uri");
        if (keys == null || !keys.startsWith("https://")) {
            throw new IOException("its discovery document has no https:// address of keys, but " + keys);
        }
        return keys;
    }

    private String read(String address) throws IOException {
        try {
            return retriever.retrieveResource(URI.create(address).toURL()).getContent();
        } catch (MalformedURLException impossible) {
            throw new IOException(impossible);
        }
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
