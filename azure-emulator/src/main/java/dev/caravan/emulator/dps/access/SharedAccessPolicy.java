package dev.caravan.emulator.dps.access;

import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.caravan.emulator.sas.SasToken;

/** A name, two keys of which either is good, and what they open. */
public final class SharedAccessPolicy {

    /** The policy every instance is created with (documented); it may do everything. */
    public static final String OWNER = "provisioningserviceowner";

    /** A policy that only reads: not one of Azure's own, but what a monitoring service would be given. */
    public static final String READER = "reader";

    private static final int KEY_BYTES = 64;

    private final String name;
    private final byte[] primaryKey;
    private final byte[] secondaryKey;
    private final Set<Permission> permissions;

    private SharedAccessPolicy(String name, Set<Permission> permissions, Random secrets) {
        this.name = name;
        this.primaryKey = key(secrets);
        this.secondaryKey = key(secrets);
        this.permissions = permissions;
    }

    private static byte[] key(Random secrets) {
        var key = new byte[KEY_BYTES];
        secrets.nextBytes(key);
        return key;
    }

    /** The policies of a new instance, with new keys. */
    public static List<SharedAccessPolicy> create(Random secrets) {
        return List.of(
                new SharedAccessPolicy(OWNER, EnumSet.allOf(Permission.class), secrets),
                new SharedAccessPolicy(
                        READER, EnumSet.of(Permission.ENROLLMENT_READ, Permission.REGISTRATION_STATUS_READ), secrets));
    }

    /** How tokens call it. */
    public String name() {
        return name;
    }

    /** What a service client connects with; a secret. */
    public String primaryConnectionString(String host) {
        return connectionString(host, primaryKey);
    }

    /** The same with the other key. */
    public String secondaryConnectionString(String host) {
        return connectionString(host, secondaryKey);
    }

    private String connectionString(String host, byte[] key) {
        return "HostName=" + host + ";SharedAccessKeyName=" + name + ";SharedAccessKey="
                + Base64.getEncoder().encodeToString(key);
    }

    boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    boolean signed(SasToken token) {
        return token.signedWith(primaryKey) || token.signedWith(secondaryKey);
    }
}
