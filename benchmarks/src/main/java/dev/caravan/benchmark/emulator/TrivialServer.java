package dev.caravan.benchmark.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;

/**
 * The least a server can do for a bulk call: parse each certificate, keep it, and say that all went well. It asks for
 * no token, looks at no other field and writes no history.
 */
final class TrivialServer extends ChannelInitializer<SocketChannel> {

    private static final int LARGEST_BODY = 1 << 20;
    private static final byte[] ALL_WELL = "{\"errors\":[],\"isSuccessful\":true}".getBytes(StandardCharsets.UTF_8);

    private final JsonMapper json = new JsonMapper();
    private final Map<String, X509Certificate> stored = new ConcurrentHashMap<>();
    private final SslContext tls;

    TrivialServer(SslContext tls) {
        this.tls = tls;
    }

    int stored() {
        return stored.size();
    }

    void clear() {
        stored.clear();
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline()
                .addLast(tls.newHandler(channel.alloc()))
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(LARGEST_BODY))
                .addLast(new Answers());
    }

    private final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            keep(request);
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(ALL_WELL));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, ALL_WELL.length);
            context.writeAndFlush(response);
        }
    }

    private void keep(FullHttpRequest request) {
        try (var body = new ByteBufInputStream(request.content())) {
            json.readTree((InputStream) body).path("enrollments").forEach(this::keep);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void keep(JsonNode enrollment) {
        var certificates = enrollment.path("attestation").path("x509").path("clientCertificates");
        var der = Base64.getDecoder()
                .decode(certificates.path("primary").path("certificate").asText());
        try {
            var certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            stored.put(enrollment.path("registrationId").asText(), (X509Certificate) certificate);
        } catch (CertificateException notACertificate) {
            throw new IllegalArgumentException(notACertificate);
        }
    }
}
