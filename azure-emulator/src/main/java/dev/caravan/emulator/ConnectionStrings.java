package dev.caravan.emulator;

import java.util.Map;
import java.util.TreeMap;

import dev.caravan.emulator.dps.ProvisioningService;
import dev.caravan.emulator.dps.access.SharedAccessPolicy;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.access.AccessPolicies;

/** What back ends connect with, each under the name of its file: the owner's has the short name, others add the policy. */
final class ConnectionStrings {

    private static final String SUFFIX = "-connection-string";

    private ConnectionStrings() {}

    static Map<String, String> of(ProvisioningService dps, Hubs hubs) {
        var files = new TreeMap<String, String>();
        dps.connectionStrings()
                .forEach((policy, string) -> files.put(
                        policy.equals(SharedAccessPolicy.OWNER)
                                ? OutFolder.DPS_CONNECTION_STRING
                                : "dps-" + policy + SUFFIX,
                        string));
        hubs.all().forEach(hub -> addTo(files, hub));
        return files;
    }

    private static void addTo(Map<String, String> files, Hub hub) {
        for (var policy : hub.policies().all()) {
            var owner = policy.name().equals(AccessPolicies.OWNER);
            files.put(
                    owner ? ofHub(hub.host()) : "hub-" + shortName(hub.host()) + "-" + policy.name() + SUFFIX,
                    hub.connectionString(policy));
        }
    }

    /** The file of the hub's owner. */
    static String ofHub(String host) {
        return "hub-" + shortName(host) + SUFFIX;
    }

    private static String shortName(String host) {
        return host.substring(0, host.indexOf('.'));
    }
}
