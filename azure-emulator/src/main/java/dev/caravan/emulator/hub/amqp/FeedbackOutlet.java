package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Properties;

import dev.caravan.emulator.hub.Feedback;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.Outcome;
import dev.caravan.emulator.wire.amqp.OutgoingLink;

/** Tells a back end what became of its messages, one in a message (documented form: an array). */
final class FeedbackOutlet {

    private static final Symbol JSON = Symbol.valueOf("application/vnd.microsoft.iothub.feedback.json");

    private final Wire wire;
    private final OutgoingLink link;
    private boolean ended;

    FeedbackOutlet(Wire wire, OutgoingLink link) {
        this.wire = wire;
        this.link = link;
    }

    void open() {
        Runnable listening =
                wire.hub().feedback().listen(() -> wire.connection().later(Duration.ZERO, this::deliver));
        link.accept(() -> {
            ended = true;
            listening.run();
        });
        deliver();
    }

    private void deliver() {
        for (var next = take(); next.isPresent(); next = take()) {
            var notice = next.get();
            link.send(message(notice), outcome -> settled(notice, outcome));
        }
    }

    private Optional<Feedback.Notice> take() {
        return ended ? Optional.empty() : wire.hub().feedback().take();
    }

    /** Released is told again, to whoever listens; anything else is done. */
    private void settled(Feedback.Notice notice, Outcome outcome) {
        if (outcome == Outcome.RELEASED) {
            wire.hub().feedback().giveBack(notice);
        }
    }

    private AmqpMessage message(Feedback.Notice notice) {
        var properties = new Properties();
        properties.setContentType(JSON);
        properties.setUserId(new Binary(wire.hub().host().getBytes(StandardCharsets.UTF_8)));
        return new AmqpMessage(
                properties, Map.of(), Map.of(), Json.bytes(Json.array().add(notice.json())));
    }
}
