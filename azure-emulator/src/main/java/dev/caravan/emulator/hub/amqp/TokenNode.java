package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.Inlet;
import dev.caravan.emulator.wire.amqp.OutgoingLink;
import dev.caravan.emulator.wire.amqp.Settlement;

/** {@code $cbs}: takes tokens and answers each with a status code and a sentence (documented: claims-based security). */
final class TokenNode implements Inlet {

    private static final String SAS = "servicebus.windows.net:sastoken";

    private final Judge judge;
    private final Queue<AmqpMessage> answers = new ArrayDeque<>();
    private @Nullable OutgoingLink out;

    /** Says whether a token is good for an audience, and remembers it then; throws {@link HubError} when it is not. */
    interface Judge {
        void take(String audience, SasToken token);
    }

    TokenNode(Judge judge) {
        this.judge = judge;
    }

    /** Answers come here; those that were made before the link was there come now. */
    void answerTo(OutgoingLink link) {
        out = link;
        link.accept(() -> out = out == link ? null : out);
        flush();
    }

    private void flush() {
        while (out != null && !answers.isEmpty()) {
            out.send(answers.remove(), outcome -> {});
        }
    }

    @Override
    public void received(AmqpMessage message, Settlement settlement) {
        settlement.accept();
        var answer = judged(message);
        answers.add(message.messageId().map(answer::answering).orElse(answer));
        flush();
    }

    private AmqpMessage judged(AmqpMessage message) {
        try {
            judge.take(audience(message), token(message));
            return answer(200, "OK");
        } catch (HubError refused) {
            return answer(refused.status(), refused.text());
        }
    }

    private static AmqpMessage answer(int status, String description) {
        return AmqpMessage.empty().with("status-code", status).with("status-description", description);
    }

    private static String audience(AmqpMessage message) {
        return message.property("name")
                .map(Address::decoded)
                .orElseThrow(() -> HubError.invalid("put-token needs a name."));
    }

    private static SasToken token(AmqpMessage message) {
        if (!message.property("operation").filter("put-token"::equals).isPresent()) {
            throw HubError.invalid("The operation must be put-token.");
        }
        if (!message.property("type").filter(SAS::equals).isPresent()) {
            throw HubError.invalid("The type must be " + SAS + ".");
        }
        return SasToken.parse(new String(message.body(), StandardCharsets.UTF_8))
                .orElseThrow(() -> HubError.unauthorized("The SAS token cannot be read."));
    }

    @Override
    public void closed() {}
}
