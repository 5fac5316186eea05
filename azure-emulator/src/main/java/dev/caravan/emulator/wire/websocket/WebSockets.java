package dev.caravan.emulator.wire.websocket;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/**
 * The WebSockets of one HTTPS port.
 *
 * @param protocols by subprotocol, in the spelling of {@code Sec-WebSocket-Protocol}; a client that offers none of them
 *     is refused
 */
public record WebSockets(Map<String, Tunnelled> protocols) {

    /** A port that upgrades nothing. */
    public static final WebSockets NONE = new WebSockets(Map.of());

    /** The documented path, and the two that Paho makes of an address without a path (seen in the Java DPS client). */
    private static final Set<String> PATHS = Set.of("/$iothub/websocket", "/mqtt", "/");

    /** The subprotocols are fixed from here on. */
    public WebSockets {
        protocols = Map.copyOf(protocols);
    }

    /** The handler that stands between the aggregated requests and whatever answers plain HTTP. */
    public ChannelHandler handler() {
        return new UpgradeHandler(this);
    }

    /** Whether the protocol at the end of this pipeline runs inside a WebSocket. */
    public static boolean carry(ChannelPipeline pipeline) {
        return pipeline.get(WebSocketServerProtocolHandler.class) != null;
    }

    boolean isMeant(HttpRequest request) {
        return !protocols.isEmpty()
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && PATHS.contains(new QueryStringDecoder(originForm(request.uri())).path());
    }

    /** The target without scheme and host: AMQP's WebSocket clients send it with both (seen in the Java SDKs). */
    static String originForm(String target) {
        return target.replaceFirst("^(?i:https?)://[^/?]*", "");
    }

    /** The first of the client's wishes that there is. */
    Optional<String> choose(HttpRequest request) {
        return offered(request).stream().filter(protocols::containsKey).findFirst();
    }

    private static List<String> offered(HttpRequest request) {
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(String::trim)
                .toList();
    }
}
