package dev.caravan.emulator.hub.http;

import java.time.Duration;
import java.util.List;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Mailbox;
import dev.caravan.emulator.hub.Mailbox.Delivery;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/** Messages from the cloud, one at a time: taken with a lock, and given back or done with by the lock's name. */
final class MailDesk {

    private static final int NOTHING = 204;
    private static final String LOCK_SECONDS = "iothub-messagelocktimeout";
    private static final int LONGEST_LOCK = 300;

    private MailDesk() {}

    static Answer take(Hub hub, Device device, Call call, List<String> values) {
        return device.mailbox()
                .take(lock(call))
                .map(delivery -> answer(delivery, device))
                .orElseGet(() -> Answer.empty(NOTHING));
    }

    /** The SDKs ask for a time (seen); a hub's own is from 5 s to 5 minutes (documented), so no more here (inferred). */
    private static Duration lock(Call call) {
        try {
            return call.header(LOCK_SECONDS)
                    .map(Integer::parseInt)
                    .filter(seconds -> seconds > 0 && seconds <= LONGEST_LOCK)
                    .map(Duration::ofSeconds)
                    .orElse(Mailbox.LOCK);
        } catch (NumberFormatException none) {
            return Mailbox.LOCK;
        }
    }

    private static Answer answer(Delivery delivery, Device device) {
        var headers = HeaderProperties.write(delivery, "/devices/" + device.id() + "/messages/deviceBound");
        return new Answer(200, headers, delivery.message().body());
    }

    static Answer finish(Hub hub, Device device, Call call, List<String> values) {
        var rejected = call.parameter("reject").isPresent();
        var lock = lockToken(values);
        return settled(
                rejected ? device.mailbox().reject(lock) : device.mailbox().complete(lock));
    }

    static Answer abandon(Hub hub, Device device, Call call, List<String> values) {
        return settled(device.abandon(lockToken(values)));
    }

    /** The path names the lock; the If-Match header, which says the same, is not looked at (documented). */
    private static String lockToken(List<String> values) {
        return values.get(1).replace("\"", "");
    }

    private static Answer settled(boolean held) {
        if (!held) {
            throw HubError.lockLost();
        }
        return Answer.empty(NOTHING);
    }
}
