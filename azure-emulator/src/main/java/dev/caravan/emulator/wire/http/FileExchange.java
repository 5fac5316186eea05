package dev.caravan.emulator.wire.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the calls of a {@link FileSite} out of a connection. Such a call is the last one of its connection. */
final class FileExchange extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(FileExchange.class);

    private final FileSite site;
    private final Executor worker;
    private @Nullable Receiving receiving;
    private boolean over;

    /** A body on its way into a file. */
    private record Receiving(String method, Path file, FileChannel out) {}

    FileExchange(FileSite site, Executor worker) {
        this.site = site;
        this.worker = worker;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        if (receiving == null && !over && message instanceof HttpRequest request && isMeant(request)) {
            begin(context, request);
        } else if (receiving == null && !over) {
            context.fireChannelRead(message);
            return;
        }
        try {
            if (receiving != null && message instanceof HttpContent content) {
                receive(context, receiving, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private boolean isMeant(HttpRequest request) {
        return request.decoderResult().isSuccess()
                && site.isMeant(request.method().name(), new QueryStringDecoder(request.uri()).rawPath());
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) throws IOException {
        // A temporary file is made for the owner alone: the body may hold keys.
        var file = Files.createTempFile("emulator-", ".json");
        receiving = new Receiving(request.method().name(), file, FileChannel.open(file, StandardOpenOption.WRITE));
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void receive(ChannelHandlerContext context, Receiving body, HttpContent content) throws IOException {
        write(body.out(), content.content());
        if (content instanceof LastHttpContent) {
            body.out().close();
            receiving = null;
            over = true;
            worker.execute(() -> serve(context, body));
        }
    }

    private static void write(FileChannel out, ByteBuf bytes) throws IOException {
        while (bytes.isReadable()) {
            bytes.readBytes(out, bytes.readableBytes());
        }
    }

    private void serve(ChannelHandlerContext context, Receiving body) {
        try {
            var outcome = site.serve(body.method(), body.file());
            if (outcome instanceof FileSite.Sent sent) {
                send(context, sent.file());
            } else {
                var answer = ((FileSite.Told) outcome).answer().with("Connection", "close");
                context.executor().execute(() -> Sending.send(context, answer, null, () -> {}));
            }
        } catch (IOException | RuntimeException failure) {
            LOG.atError().setCause(failure).addKeyValue("method", body.method()).log("a large call failed");
            context.close();
        } finally {
            delete(body.file());
        }
    }

    private static void send(ChannelHandlerContext context, Path file) throws IOException {
        var size = Files.size(file);
        var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, size)
                .set(HttpHeaderNames.CONNECTION, "close");
        context.executor().execute(() -> {
            context.write(head);
            context.write(new DefaultFileRegion(channel, 0, size));
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws IOException {
        var cut = receiving;
        if (cut != null) {
            receiving = null;
            cut.out().close();
            delete(cut.file());
        }
        context.fireChannelInactive();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("cause", kept.toString())
                    .log("temporary file stays");
        }
    }
}
