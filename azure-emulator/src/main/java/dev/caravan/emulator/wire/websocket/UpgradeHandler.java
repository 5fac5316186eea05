package dev.caravan.emulator.wire.websocket;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/** Takes the plain HTTP off a connection that asks for a WebSocket; passes every other request on. */
final class UpgradeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** Above every limit of the protocols inside, so that they refuse what is too long. */
    private static final int LARGEST_FRAME = 1 << 20;

    private final WebSockets sockets;

    UpgradeHandler(WebSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure() || !sockets.isMeant(request)) {
            context.fireChannelRead(request.retain());
            return;
        }
        sockets.choose(request)
                .ifPresentOrElse(subprotocol -> upgrade(context, request, subprotocol), () -> refuse(context));
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, String subprotocol) {
        var pipeline = context.pipeline();
        while (pipeline.last() != this) {
            pipeline.removeLast();
        }
        pipeline.addLast(new WebSocketServerProtocolHandler(config(subprotocol)), new BinaryFrames());
        var protocol = sockets.protocols().get(subprotocol);
        if (protocol != null) {
            protocol.addTo(pipeline);
        }
        request.setUri(WebSockets.originForm(request.uri()));
        context.fireChannelRead(request.retain());
        pipeline.remove(this);
    }

    private static WebSocketServerProtocolConfig config(String subprotocol) {
        return WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .subprotocols(subprotocol)
                .maxFramePayloadLength(LARGEST_FRAME)
                .build();
    }

    /** How the real service refuses an unknown subprotocol is not public; 400 is what the standard suggests (inferred). */
    private static void refuse(ChannelHandlerContext context) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
