package dev.caravan.judge;

import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubNotFoundException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubUnauthorizedException;
import com.microsoft.azure.sdk.iot.service.query.QueryClient;
import com.microsoft.azure.sdk.iot.service.query.QueryPageOptions;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.DeviceStatus;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;

import dev.caravan.judge.JavaJudge.Part;

/** The hub's service client: identities, twins and queries. */
final class HubParts {

    private HubParts() {}

    static void addTo(Map<String, Part> parts) {
        parts.put("hub-identity", HubParts::identity);
        parts.put("hub-x509-identity", HubParts::x509);
        parts.put("hub-delete", HubParts::delete);
        parts.put("hub-wrong-key", task -> attempt(task, () -> registry(task).getDevice(task.id()), "found"));
        parts.put("hub-twin", HubParts::twin);
        parts.put("hub-twin-stale-etag", HubParts::staleTwin);
        parts.put("hub-query", HubParts::query);
    }

    static String connection(Task task) {
        return task.given("hubConnectionString");
    }

    private static RegistryClient registry(Task task) {
        return new RegistryClient(connection(task));
    }

    private static ObjectNode identity(Task task) throws Exception {
        var registry = registry(task);
        registry.addDevice(new Device(task.id()));
        var read = registry.getDevice(task.id());
        read.setStatus(DeviceStatus.Disabled);
        registry.updateDevice(read);
        return task.seen()
                .put("primaryKey", read.getPrimaryKey())
                .put("status", registry.getDevice(task.id()).getStatus().getValue());
    }

    private static ObjectNode x509(Task task) throws Exception {
        var device = new Device(task.id(), AuthenticationType.SELF_SIGNED);
        device.setThumbprint(task.given("thumbprint"), task.given("thumbprint"));
        registry(task).addDevice(device);
        return task.seen().put("thumbprint", registry(task).getDevice(task.id()).getPrimaryThumbprint());
    }

    private static ObjectNode delete(Task task) throws Exception {
        registry(task).removeDevice(task.id());
        return attempt(task, () -> registry(task).getDevice(task.id()), "found");
    }

    private static ObjectNode twin(Task task) throws Exception {
        var read = new TwinClient(connection(task)).get(task.id());
        return change(task, read, "B").setAll(seen(task, read));
    }

    private static ObjectNode staleTwin(Task task) throws Exception {
        var read = new TwinClient(connection(task)).get(task.id());
        change(task, read, "B");
        return change(task, read, "C").setAll(seen(task, read));
    }

    private static ObjectNode seen(Task task, Twin twin) {
        return task.seen()
                .put("site", String.valueOf(twin.getTags().get("site")))
                .put("interval", ((Number) twin.getDesiredProperties().get("interval")).intValue());
    }

    private static ObjectNode change(Task task, Twin read, String site) throws Exception {
        var patch = new Twin(task.id());
        patch.getTags().put("site", site);
        patch.getDesiredProperties().put("interval", 60);
        return attempt(
                task, () -> new TwinClient(connection(task)).patch(patch, "\"" + read.getETag() + "\""), "updated");
    }

    private static ObjectNode query(Task task) throws Exception {
        var pages = QueryPageOptions.builder()
                .pageSize(task.given().path("pageSize").asInt())
                .build();
        var twins = new QueryClient(connection(task)).queryTwins(task.given("query"), pages);
        var seen = task.seen();
        var ids = seen.putArray("ids");
        while (twins.hasNext()) {
            ids.add(twins.next(pages).getDeviceId());
        }
        return seen;
    }

    interface Call {
        void run() throws Exception;
    }

    /** The words of the scenarios for the exceptions of the SDK. */
    static ObjectNode attempt(Task task, Call call, String success) throws Exception {
        try {
            call.run();
            return task.outcome(success);
        } catch (IotHubPreconditionFailedException refused) {
            return refusal(task, "precondition-failed", refused);
        } catch (IotHubNotFoundException refused) {
            return refusal(task, "not-found", refused);
        } catch (IotHubUnauthorizedException refused) {
            return refusal(task, "unauthorized", refused);
        }
    }

    private static ObjectNode refusal(Task task, String outcome, IotHubException refused) {
        return task.outcome(outcome).put("text", Refusals.text(refused) + " " + refused.getErrorCode());
    }
}
