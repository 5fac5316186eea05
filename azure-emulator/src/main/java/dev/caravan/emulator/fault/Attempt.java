package dev.caravan.emulator.fault;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A call before anything is done about it.
 *
 * @param id the registrationId or deviceId it is about; null for a bulk or a query
 * @param bulkIds the ids inside a bulk call, empty for any other
 * @param principal who the caller says it is: policy name or certificate common name; not yet verified
 * @param hub host name of the hub it is meant for; null when it is meant for the provisioning service
 */
public record Attempt(
        Plane plane,
        String operation,
        @Nullable String id,
        List<String> bulkIds,
        String method,
        String path,
        @Nullable String principal,
        @Nullable String hub) {

    /** The doors of the services, each under the name by which faults and the request history know it. */
    public enum Plane {
        /** DPS service API. */
        SERVICE("service"),
        /** DPS device API. */
        DEVICE("device"),
        /** IoT Hub, device side. */
        HUB("hub"),
        /** IoT Hub, service side. */
        HUB_SERVICE("hubService"),
        /** A TLS handshake, before anybody knows what the connection is for. */
        TLS("tls");

        private final String text;

        Plane(String text) {
            this.text = text;
        }

        /** As JSON has it. */
        public String text() {
            return text;
        }
    }

    /** An attempt that concerns the provisioning service. */
    public Attempt(
            Plane plane,
            String operation,
            @Nullable String id,
            List<String> bulkIds,
            String method,
            String path,
            @Nullable String principal) {
        this(plane, operation, id, bulkIds, method, path, principal, null);
    }

    /** An attempt that concerns one thing. */
    public static Attempt single(
            Plane plane,
            String operation,
            @Nullable String id,
            String method,
            String path,
            @Nullable String principal) {
        return new Attempt(plane, operation, id, List.of(), method, path, principal);
    }

    /** The same, meant for a hub: each hub has quotas of its own. */
    public Attempt at(String hubHost) {
        return new Attempt(plane, operation, id, bulkIds, method, path, principal, hubHost);
    }

    /** How many things it concerns. */
    public int items() {
        return bulkIds.isEmpty() ? 1 : bulkIds.size();
    }

    /** The ids it names, in order. */
    List<String> ids() {
        if (id != null) {
            return List.of(id);
        }
        return bulkIds;
    }
}
