package dev.caravan.emulator.wire.proxy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/** HTTP CONNECT for clients that know no SOCKS; any other method is refused. */
final class ConnectDialogue extends ChannelInboundHandlerAdapter {

    private final HostMap hosts;

    ConnectDialogue(HostMap hosts) {
        this.hosts = hosts;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                obey(context, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void obey(ChannelHandlerContext context, HttpRequest request) {
        if (!request.method().equals(HttpMethod.CONNECT)) {
            refuse(context, HttpResponseStatus.METHOD_NOT_ALLOWED);
            return;
        }
        targetOf(request.uri())
                .ifPresentOrElse(
                        target -> Tunnel.dig(
                                context.channel(),
                                target,
                                ready -> context.writeAndFlush(response(HttpResponseStatus.OK))
                                        .addListener(sent -> ready.join(
                                                List.of(context.pipeline().get(HttpServerCodec.class), this))),
                                () -> refuse(context, HttpResponseStatus.BAD_GATEWAY)),
                        () -> refuse(context, HttpResponseStatus.FORBIDDEN));
    }

    private Optional<InetSocketAddress> targetOf(String authority) {
        var colon = authority.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        try {
            return hosts.find(authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)));
        } catch (NumberFormatException notAPort) {
            return Optional.empty();
        }
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        var response = response(status);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        context.writeAndFlush(response).addListener(sent -> context.close());
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status) {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    }
}
