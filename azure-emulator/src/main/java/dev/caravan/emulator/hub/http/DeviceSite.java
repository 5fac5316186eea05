package dev.caravan.emulator.hub.http;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.Admission;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.hub.Doorkeeper;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Exchange;
import dev.caravan.emulator.wire.http.HttpSite;
import dev.caravan.emulator.wire.http.Routes;

/**
 * Devices at the hub of the Host header: {@code /devices/{id}/messages/…}. Each call proves anew who the device is, by a
 * token or by the certificate of its connection; none of them makes the device a connected one.
 */
public final class DeviceSite implements HttpSite {

    private static final Pattern API_VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");
    private static final int DEVICE_ID = 1;
    private static final int LOCK_TOKEN = 4;

    private final Hubs hubs;
    private final Gate gate;
    private final Doorkeeper doorkeeper;
    private final Routes<Operation> routes = new Routes<>();

    /** What is done, and the name of it for faults and history. */
    private record Operation(String name, Work work) {}

    /** A refusal is a {@link HubError}. */
    interface Work {
        Answer run(Hub hub, Device device, Call call, List<String> values);
    }

    /** The clock judges tokens and certificate chains. */
    public DeviceSite(Hubs hubs, Gate gate, Clock clock) {
        this.hubs = hubs;
        this.gate = gate;
        this.doorkeeper = new Doorkeeper(clock);
        var mail = "/devices/{id}/messages/devicebound";
        routes.add("POST", "/devices/{id}/messages/events", new Operation(DeviceCalls.TELEMETRY, TelemetryPost::run))
                .add("GET", mail, new Operation(DeviceCalls.MAIL_TAKE, MailDesk::take))
                .add("DELETE", mail + "/{lock}", new Operation(DeviceCalls.MAIL_SETTLE, MailDesk::finish))
                .add("POST", mail + "/{lock}/abandon", new Operation(DeviceCalls.MAIL_SETTLE, MailDesk::abandon));
    }

    /** Whether a path at a hub belongs to this site. */
    public static boolean isMeant(Call call) {
        var path = call.segments();
        return path.size() > 2
                && path.get(0).equalsIgnoreCase("devices")
                && path.get(2).equalsIgnoreCase("messages");
    }

    @Override
    public void serve(Call call, Exchange exchange) {
        var hub = hubs.find(call.host()).filter(named -> call.peer().means(Set.of(named.host())));
        if (hub.isEmpty()) {
            exchange.answer(Answer.empty(404));
        } else if (routes.match(call.method(), words(call)) instanceof Routes.Found<Operation> found) {
            pass(hub.get(), found, call, exchange);
        } else {
            var error = HubError.of(404, 404000, "GenericNotFound", "There is nothing at " + call.target());
            exchange.answer(HubAnswers.refused(hub.get(), error, null));
        }
    }

    /** The documentation writes deviceBound and the SDKs devicebound, and both work; ids keep their letter case. */
    private static List<String> words(Call call) {
        var path = call.segments();
        return IntStream.range(0, path.size())
                .mapToObj(at -> at == DEVICE_ID || at == LOCK_TOKEN
                        ? path.get(at)
                        : path.get(at).toLowerCase(Locale.ROOT))
                .toList();
    }

    private void pass(Hub hub, Routes.Found<Operation> found, Call call, Exchange exchange) {
        var operation = found.target();
        var id = found.values().get(0);
        var attempt = DeviceCalls.attempt(operation.name(), id, call.method(), call.target(), id)
                .at(hub.host());
        gate.pass(attempt, exchange, new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                return reply(run(hub, found, call));
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return reply(HubAnswers.refused(hub, HubError.of(refusal), refusal.retryAfterSeconds()));
            }

            private Reply reply(Answer answer) {
                return new Reply(answer.status(), () -> exchange.answer(answer));
            }
        });
    }

    private Answer run(Hub hub, Routes.Found<Operation> found, Call call) {
        try {
            var device = admitted(hub, found.values().get(0), call);
            if (call.parameter("api-version").filter(DeviceSite::isVersion).isEmpty()) {
                throw HubError.invalid("api-version must be given");
            }
            device.active();
            return found.target().work().run(hub, device, call, found.values());
        } catch (HubError error) {
            return HubAnswers.refused(hub, error, null);
        }
    }

    private static boolean isVersion(String text) {
        return API_VERSION.matcher(text).matches();
    }

    /** An Authorization header that is no shared access signature proves nothing, not even with a certificate. */
    private Device admitted(Hub hub, String deviceId, Call call) {
        Optional<SasToken> token = call.header("Authorization").map(header -> SasToken.parse(header)
                .orElseThrow(() -> HubError.unauthorized("The Authorization header is no shared access signature.")));
        var admission = doorkeeper.admit(hub, deviceId, call.peer(), token);
        if (admission instanceof Admission.Admitted admitted) {
            return admitted.device();
        }
        throw ((Admission.Refused) admission).why();
    }
}
