package dev.caravan.emulator.wire.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.wire.tls.Peers;

/** One connection's requests, in order: the next one starts when the one before has been answered. */
final class HttpConversation extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpConversation.class);

    private final HttpSite site;
    private final Queue<Call> waiting = new ArrayDeque<>();
    private boolean busy;

    HttpConversation(HttpSite site) {
        this.site = site;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            new Turn(context).answer(Answer.empty(400));
            return;
        }
        var call = callOf(request, context);
        if (call.isEmpty()) {
            new Turn(context).answer(Answer.empty(400));
            return;
        }
        waiting.add(call.get());
        next(context);
    }

    private static Optional<Call> callOf(FullHttpRequest request, ChannelHandlerContext context) {
        try {
            return Optional.of(Call.of(request, Peers.of(context.channel())));
        } catch (IllegalArgumentException brokenEscape) {
            return Optional.empty();
        }
    }

    private void next(ChannelHandlerContext context) {
        if (busy) {
            return;
        }
        var call = waiting.poll();
        if (call != null) {
            busy = true;
            site.serve(call, new Turn(context));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("cause", cause.toString()).log("HTTP connection broke");
        context.close();
    }

    private final class Turn implements Exchange {

        private final ChannelHandlerContext context;

        Turn(ChannelHandlerContext context) {
            this.context = context;
        }

        @Override
        public void answer(Answer answer) {
            context.executor().execute(() -> {
                context.writeAndFlush(responseOf(answer));
                busy = false;
                next(context);
            });
        }

        @Override
        public void later(Duration delay, Runnable work) {
            context.executor()
                    .schedule(
                            () -> {
                                if (context.channel().isActive()) {
                                    work.run();
                                }
                            },
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
        }

        @Override
        public void drop() {
            context.close();
        }
    }

    private static DefaultFullHttpResponse responseOf(Answer answer) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        answer.headers().forEach(response.headers()::set);
        if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        return response;
    }
}
