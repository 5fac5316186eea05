package dev.caravan.hub;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;

/** The text that a request was sent with: the client gives it to a subscriber only. */
final class SentBody implements Flow.Subscriber<ByteBuffer> {

    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);

    private SentBody() {}

    /** Empty if there was none, or one whose length was not known: such a one is not read twice. */
    static String of(HttpRequest request) {
        var publisher = request.bodyPublisher();
        if (publisher.isEmpty() || publisher.get().contentLength() <= 0) {
            return "";
        }
        var body = new SentBody();
        publisher.get().subscribe(body);
        return body.text.getBody().toCompletableFuture().join();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        text.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer piece) {
        text.onNext(List.of(piece));
    }

    @Override
    public void onError(Throwable failure) {
        text.onError(failure);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
