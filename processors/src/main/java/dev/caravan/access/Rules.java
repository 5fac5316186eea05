package dev.caravan.access;

import java.util.Map;
import java.util.Set;

import static dev.caravan.access.Role.AUDITOR;
import static dev.caravan.access.Role.FACTORY;
import static dev.caravan.access.Role.GATEWAY;
import static dev.caravan.access.Role.MANUFACTURER;
import static dev.caravan.access.Role.OPERATOR;
import static dev.caravan.access.Role.STATION;
import static java.util.Map.entry;

/** Which roles may use an operation. What is not listed here is refused to everybody. */
public final class Rules {

    private static final Map<String, Set<Role>> WHO = Map.ofEntries(
            entry("getMe", Role.GIVEN),
            entry("changePassword", Role.GIVEN),
            entry("listBoards", Set.of(FACTORY, MANUFACTURER, OPERATOR, AUDITOR)),
            entry("exportBoards", Set.of(FACTORY, MANUFACTURER, OPERATOR, AUDITOR)),
            entry("getBoard", Set.of(FACTORY, MANUFACTURER, OPERATOR, AUDITOR)),
            entry("listMetadataSchemas", Set.of(FACTORY, MANUFACTURER, OPERATOR, AUDITOR)),
            entry("getBoardMetadataSchema", Set.of(FACTORY, MANUFACTURER, OPERATOR, AUDITOR)),
            entry("activateBoard", Set.of(MANUFACTURER, OPERATOR)),
            entry("assignBoard", Set.of(FACTORY, OPERATOR)),
            entry("deactivateBoard", Set.of(MANUFACTURER, OPERATOR)),
            entry("replaceBoard", Set.of(MANUFACTURER, OPERATOR)),
            entry("decommissionBoard", Set.of(MANUFACTURER, OPERATOR)),
            entry("handOverBoard", Set.of(FACTORY, OPERATOR)),
            entry("reissueIdentity", Set.of(FACTORY, OPERATOR)),
            entry("revokeBoard", Set.of(OPERATOR)),
            entry("rollIdentity", Set.of(FACTORY, OPERATOR)),
            entry("activateBoards", Set.of(MANUFACTURER, OPERATOR)),
            entry("getActivations", Set.of(MANUFACTURER, OPERATOR)),
            entry("cancelActivations", Set.of(MANUFACTURER, OPERATOR)),
            entry("retryBoard", Set.of(FACTORY, OPERATOR)),
            entry("listBatches", Set.of(FACTORY, OPERATOR)),
            entry("getBatch", Set.of(FACTORY, OPERATOR)),
            entry("getBatchReport", Set.of(FACTORY, OPERATOR)),
            entry("postBatch", Set.of(FACTORY, OPERATOR)),
            entry("retryBatch", Set.of(FACTORY, OPERATOR)),
            entry("getBatchIdentities", Set.of(FACTORY, STATION, OPERATOR)),
            entry("pickUpIdentity", Set.of(STATION, OPERATOR)),
            entry("confirmIdentityPickup", Set.of(STATION, OPERATOR)),
            entry("subscribe", Set.of(FACTORY, MANUFACTURER, OPERATOR)),
            entry("listSubscriptions", Set.of(FACTORY, MANUFACTURER, OPERATOR)),
            entry("getSubscription", Set.of(FACTORY, MANUFACTURER, OPERATOR)),
            entry("unsubscribe", Set.of(FACTORY, MANUFACTURER, OPERATOR)),
            entry("rotateSecret", Set.of(FACTORY, MANUFACTURER, OPERATOR)),
            entry("replay", Set.of(FACTORY, MANUFACTURER, OPERATOR)),
            entry("listDeliveries", Set.of(FACTORY, MANUFACTURER, OPERATOR)),
            entry("listEvents", Set.of(FACTORY, MANUFACTURER, OPERATOR, AUDITOR)),
            entry("reconcile", Set.of(OPERATOR)),
            entry("getReconciliation", Set.of(OPERATOR)),
            entry("adopt", Set.of(OPERATOR)),
            entry("getAdoption", Set.of(OPERATOR)),
            entry("reportFirstBoots", Set.of(GATEWAY)));

    private Rules() {}

    /** @param operation its operationId in the OpenAPI document */
    public static boolean allow(Role role, String operation) {
        return WHO.getOrDefault(operation, Set.of()).contains(role);
    }

    /** The operations that somebody may use. */
    public static Set<String> operations() {
        return WHO.keySet();
    }
}
