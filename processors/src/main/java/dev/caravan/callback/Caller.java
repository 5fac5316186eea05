package dev.caravan.callback;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Calls receivers. Follows no redirect, keeps no cookie, repeats nothing by itself, reads no more of an answer than needed,
 * and connects only to addresses that {@link Targets} allow. Thread-safe.
 */
public final class Caller implements AutoCloseable {

    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int CONNECTIONS = 128;
    /** Then the name is looked up again. */
    private static final TimeValue LONGEST_CONNECTION = TimeValue.ofMinutes(1);

    private final CallbackSettings settings;
    private final Targets targets;
    private final Clock clock;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Caller::daemon);

    /**
     * @param tls judges the receivers' certificates
     * @param proxy used if the settings say so
     * @param clock what a receiver's dates are compared with
     */
    public Caller(CallbackSettings settings, Targets targets, SSLContext tls, Proxy proxy, Clock clock) {
        this.settings = settings;
        this.targets = targets;
        this.clock = clock;
        var used = settings.throughProxy() ? proxy : Proxy.NO_PROXY;
        var builder = HttpClients.custom()
                .setConnectionManager(connections(settings, targets, tls, used))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(settings.totalTimeout()))
                        .setResponseTimeout(timeout(settings.totalTimeout()))
                        .build())
                .setUserAgent("Caravan")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression();
        if (used.type() == Proxy.Type.HTTP) {
            builder.setProxy(host((InetSocketAddress) used.address()));
        }
        this.client = builder.build();
    }

    private static PoolingHttpClientConnectionManager connections(
            CallbackSettings settings, Targets targets, SSLContext tls, Proxy proxy) {
        var sockets = SocketConfig.custom().setSoTimeout(timeout(settings.totalTimeout()));
        if (proxy.type() == Proxy.Type.SOCKS) {
            sockets.setSocksProxyAddress(proxy.address());
        }
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(settings.throughProxy() ? new ProxyLooksUp(proxy) : new JudgedLookUp(targets))
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(settings.connectTimeout()))
                        .setSocketTimeout(timeout(settings.totalTimeout()))
                        .setTimeToLive(LONGEST_CONNECTION)
                        .build())
                .setDefaultSocketConfig(sockets.build())
                .setMaxConnPerRoute(Courier.AT_ONCE)
                .setMaxConnTotal(CONNECTIONS)
                .build();
    }

    private static HttpHost host(InetSocketAddress proxy) {
        return new HttpHost("http", proxy.getHostString(), proxy.getPort());
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    /** Posts to the URL. Whatever comes of it is an outcome. */
    Outcome post(String url, String mediaType, Map<String, String> headers, byte[] body) {
        var objection = targets.objection(url);
        if (objection.isPresent()) {
            return new Outcome.Failed(null, "the URL " + objection.get());
        }
        var request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.parse(mediaType)));
        var end = watch.schedule(request::cancel, settings.totalTimeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, answer -> outcome(request, answer));
        } catch (ForbiddenTargetException forbidden) {
            return new Outcome.Failed(null, String.valueOf(forbidden.getMessage()));
        } catch (LongAnswerException tooLong) {
            return new Outcome.Failed(tooLong.status, String.valueOf(tooLong.getMessage()));
        } catch (IOException failure) {
            return new Outcome.Failed(null, request.isCancelled() ? late() : words(failure));
        } finally {
            end.cancel(false);
        }
    }

    private String late() {
        return "no whole answer within " + settings.totalTimeout().toMillis() + " ms";
    }

    private Outcome outcome(HttpPost request, ClassicHttpResponse answer) throws IOException {
        var status = answer.getCode();
        var entity = answer.getEntity();
        if (entity != null && entity.getContent().readNBytes(LONGEST_ANSWER + 1).length > LONGEST_ANSWER) {
            // Otherwise the client reads on to the end, to keep the connection.
            request.cancel();
            throw new LongAnswerException(status);
        }
        if (status == GONE) {
            return new Outcome.Gone(status);
        }
        return status / 100 == 2 ? new Outcome.Taken(status) : failed(status, answer.getFirstHeader("Retry-After"));
    }

    private Outcome failed(int status, @Nullable Header retryAfter) {
        var words = "answered " + status + (status / 100 == 3 ? "; redirects are not followed" : "");
        if (retryAfter == null || status != TOO_MANY_REQUESTS && status != UNAVAILABLE) {
            return new Outcome.Failed(status, words);
        }
        return new Outcome.Failed(status, words, RetryAfter.parse(retryAfter.getValue(), clock));
    }

    private static String words(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "the host name is unknown";
        }
        if (failure instanceof SSLException) {
            return "TLS: " + failure.getMessage();
        }
        return failure instanceof InterruptedIOException
                ? "no connection or answer in time"
                : "no connection, or it broke: " + failure.getClass().getSimpleName();
    }

    private static final class LongAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        LongAnswerException(int status) {
            super("answered " + status + " with more than " + LONGEST_ANSWER + " bytes");
            this.status = status;
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "callback-watch");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        watch.shutdownNow();
        client.close();
    }
}
