package dev.caravan.emulator.wire.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;

import dev.caravan.emulator.wire.Peer;

/**
 * One HTTP request.
 *
 * @param target path and query as they came
 * @param segments the path's segments, percent-decoded, without the empty first one
 */
public record Call(
        String method,
        String target,
        List<String> segments,
        QueryStringDecoder query,
        HttpHeaders headers,
        byte[] body,
        Peer peer) {

    static Call of(FullHttpRequest request, Peer peer) {
        var query = new QueryStringDecoder(request.uri());
        var body = new byte[request.content().readableBytes()];
        request.content().getBytes(request.content().readerIndex(), body);
        return new Call(
                request.method().name(),
                request.uri(),
                segmentsOf(query.rawPath()),
                query,
                request.headers(),
                body,
                peer);
    }

    /** A GET that nobody sent. */
    public static Call get(String target) {
        var query = new QueryStringDecoder(target);
        return new Call(
                "GET",
                target,
                segmentsOf(query.rawPath()),
                query,
                EmptyHttpHeaders.INSTANCE,
                new byte[0],
                Peer.UNKNOWN);
    }

    private static List<String> segmentsOf(String rawPath) {
        return Arrays.stream(rawPath.split("/"))
                .skip(1)
                .map(segment -> QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    /** The first value of a query parameter. */
    public Optional<String> parameter(String name) {
        return query.parameters().getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The first value of a header, of any letter case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The host the client meant, lower case, without port; empty when it did not say. */
    public String host() {
        var host = header("Host").orElse("").toLowerCase(Locale.ROOT);
        var port = host.lastIndexOf(':');
        return port < 0 ? host : host.substring(0, port);
    }
}
