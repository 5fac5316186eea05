package dev.caravan.emulator.fault;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A call before anything is done about it.
 *
 * @param id the registrationId or deviceId it is about; null for a bulk or a query
 * @param bulkIds the ids inside a bulk call, empty for any other
 * @param principal who the caller says it is: policy name or certificate common name; not yet verified
 */
public record Attempt(
        Plane plane,
        String operation,
        @Nullable String id,
        List<String> bulkIds,
        String method,
        String path,
        @Nullable String principal) {

    /** The three doors of the services. */
    public enum Plane {
        /** DPS service API. */
        SERVICE,
        /** DPS device API. */
        DEVICE,
        /** IoT Hub, device side. */
        HUB
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

    int items() {
        return bulkIds.isEmpty() ? 1 : bulkIds.size();
    }
}
