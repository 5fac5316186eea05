package dev.caravan.emulator.hub.access;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.caravan.emulator.sas.SasToken;

/** The five policies every new hub has (documented), each with keys of its own. Does not change. */
public final class AccessPolicies {

    /** May do everything. */
    public static final String OWNER = "iothubowner";

    private final Map<String, AccessPolicy> policies = new TreeMap<>();

    /** The source gives keys in base64, a new one at every call. */
    public AccessPolicies(Supplier<String> keys) {
        add(OWNER, EnumSet.allOf(Permission.class), keys);
        add("service", Set.of(Permission.SERVICE_CONNECT), keys);
        add("device", Set.of(Permission.DEVICE_CONNECT), keys);
        add("registryRead", Set.of(Permission.REGISTRY_READ), keys);
        add("registryReadWrite", Set.of(Permission.REGISTRY_READ, Permission.REGISTRY_WRITE), keys);
    }

    private void add(String name, Set<Permission> permissions, Supplier<String> keys) {
        policies.put(name, new AccessPolicy(name, permissions, keys.get(), keys.get()));
    }

    /** By name. */
    public Optional<AccessPolicy> find(String name) {
        return Optional.ofNullable(policies.get(name));
    }

    /** All of them, by name. */
    public List<AccessPolicy> all() {
        return List.copyOf(policies.values());
    }

    /**
     * Whether the token gives the permission on the resource, which is written without encoding, such as
     * {@code hub.azure-devices.net/devices/d}.
     */
    public boolean allow(SasToken token, String resource, Permission permission, Instant now) {
        var name = token.policy();
        return name != null
                && !token.expired(now)
                && token.covers(resource)
                && find(name)
                        .filter(policy -> policy.allows(permission))
                        .filter(policy -> policy.signed(token))
                        .isPresent();
    }
}
