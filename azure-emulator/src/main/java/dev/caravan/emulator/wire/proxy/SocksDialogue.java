package dev.caravan.emulator.wire.proxy;

import java.util.List;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5CommandType;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequest;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5Message;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;

/** SOCKS5 (RFC 1928): no authentication, CONNECT only, and only to known names. */
final class SocksDialogue extends SimpleChannelInboundHandler<Socks5Message> {

    private final HostMap hosts;

    SocksDialogue(HostMap hosts) {
        this.hosts = hosts;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Socks5Message message) {
        if (message.decoderResult().isFailure()) {
            context.close();
        } else if (message instanceof Socks5InitialRequest greeting) {
            greet(context, greeting);
        } else if (message instanceof Socks5CommandRequest request) {
            obey(context, request);
        }
    }

    private static void greet(ChannelHandlerContext context, Socks5InitialRequest greeting) {
        var open = greeting.authMethods().contains(Socks5AuthMethod.NO_AUTH);
        var method = open ? Socks5AuthMethod.NO_AUTH : Socks5AuthMethod.UNACCEPTED;
        context.pipeline()
                .addBefore(context.name(), "command", new Socks5CommandRequestDecoder())
                .remove(Socks5InitialRequestDecoder.class);
        var sent = context.writeAndFlush(new DefaultSocks5InitialResponse(method));
        if (!open) {
            sent.addListener(done -> context.close());
        }
    }

    private void obey(ChannelHandlerContext context, Socks5CommandRequest request) {
        if (!request.type().equals(Socks5CommandType.CONNECT)) {
            refuse(context, request, Socks5CommandStatus.COMMAND_UNSUPPORTED);
            return;
        }
        hosts.find(request.dstAddr(), request.dstPort())
                .ifPresentOrElse(
                        target -> Tunnel.dig(
                                context.channel(),
                                target,
                                ready -> context.writeAndFlush(answer(Socks5CommandStatus.SUCCESS, request))
                                        .addListener(sent -> ready.join(speech(context))),
                                () -> refuse(context, request, Socks5CommandStatus.CONNECTION_REFUSED)),
                        () -> refuse(context, request, Socks5CommandStatus.FORBIDDEN));
    }

    private List<ChannelHandler> speech(ChannelHandlerContext context) {
        var pipeline = context.pipeline();
        return List.of(pipeline.get(Socks5ServerEncoder.class), pipeline.get(Socks5CommandRequestDecoder.class), this);
    }

    private static void refuse(
            ChannelHandlerContext context, Socks5CommandRequest request, Socks5CommandStatus status) {
        context.writeAndFlush(answer(status, request)).addListener(sent -> context.close());
    }

    private static DefaultSocks5CommandResponse answer(Socks5CommandStatus status, Socks5CommandRequest request) {
        return new DefaultSocks5CommandResponse(status, Socks5AddressType.IPv4, "0.0.0.0", request.dstPort());
    }
}
