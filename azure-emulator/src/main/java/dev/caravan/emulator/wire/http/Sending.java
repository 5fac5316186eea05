package dev.caravan.emulator.wire.http;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Delivery;

/** Sends one answer on the connection's thread: whole, cut short, or a few bytes at a time. */
final class Sending {

    private Sending() {}

    /** @param done the next request may be answered */
    static void send(ChannelHandlerContext context, Answer answer, @Nullable Delivery how, Runnable done) {
        if (how instanceof Delivery.Cut cut) {
            cut(context, answer, cut, done);
        } else if (how instanceof Delivery.Dribble dribble && answer.body().length > 0) {
            context.writeAndFlush(new DefaultHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    headers(answer, answer.body().length)));
            dribble(context, answer.body(), 0, dribble, done);
        } else {
            context.writeAndFlush(response(answer, answer.body().length, answer.body().length));
            done.run();
        }
    }

    private static void cut(ChannelHandlerContext context, Answer answer, Delivery.Cut cut, Runnable done) {
        var sent = (int) (answer.body().length * cut.kept());
        if (cut.announced()) {
            context.writeAndFlush(response(answer, sent, answer.body().length))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            context.writeAndFlush(response(answer, sent, sent));
            done.run();
        }
    }

    private static void dribble(
            ChannelHandlerContext context, byte[] body, int from, Delivery.Dribble how, Runnable done) {
        if (!context.channel().isActive()) {
            return;
        }
        var bytes = Math.min(how.bytes(), body.length - from);
        var part = Unpooled.wrappedBuffer(body, from, bytes);
        if (from + bytes == body.length) {
            context.writeAndFlush(new DefaultLastHttpContent(part));
            done.run();
            return;
        }
        context.writeAndFlush(new DefaultHttpContent(part));
        context.executor()
                .schedule(
                        () -> dribble(context, body, from + bytes, how, done),
                        how.pause().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private static DefaultFullHttpResponse response(Answer answer, int sent, int announced) {
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body(), 0, sent),
                headers(answer, announced),
                EmptyHttpHeaders.INSTANCE);
    }

    private static HttpHeaders headers(Answer answer, int length) {
        var headers = new DefaultHttpHeaders();
        answer.headers().forEach(headers::set);
        if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        return headers;
    }
}
