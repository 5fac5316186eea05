package dev.caravan.emulator.wire.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.wire.Delivery;
import dev.caravan.emulator.wire.Transport;
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
        private @Nullable Delivery delivery;

        Turn(ChannelHandlerContext context) {
            this.context = context;
        }

        @Override
        public void answer(Answer answer) {
            context.executor()
                    .execute(() -> Sending.send(context, answer, delivery, () -> {
                        busy = false;
                        next(context);
                    }));
        }

        @Override
        public void deliver(Delivery how) {
            delivery = how;
        }

        @Override
        public Transport transport() {
            return Transport.HTTPS;
        }

        @Override
        public boolean isGone() {
            return !context.channel().isActive();
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
                            delay.toNanos(),
                            TimeUnit.NANOSECONDS);
        }

        @Override
        public void drop() {
            context.close();
        }
    }
}
