package dev.caravan.emulator.dps.device;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Errors;
import dev.caravan.emulator.dps.registration.DeviceAnswer;
import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;

/** One call of the device API at the gate: errors become answers with a body. */
record DeviceErrand(Supplier<DeviceAnswer> work, Errors errors, Consumer<DeviceAnswer> send) implements Errand {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceErrand.class);

    @Override
    public Reply perform(Tampering tampering) {
        return reply(answer());
    }

    @Override
    public Reply refuse(Refusal refusal) {
        return reply(new DeviceAnswer(refusal.status(), errors.body(Errors.of(refusal)), refusal.retryAfterSeconds()));
    }

    private DeviceAnswer answer() {
        try {
            return work.get();
        } catch (DpsError error) {
            return new DeviceAnswer(error.status(), errors.body(error), null);
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).log("the emulator failed");
            var error = DpsError.of(500, 500000, "The emulator failed: " + defect);
            return new DeviceAnswer(error.status(), errors.body(error), null);
        }
    }

    private Reply reply(DeviceAnswer answer) {
        return new Reply(answer.status(), () -> send.accept(answer));
    }
}
