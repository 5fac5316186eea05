package dev.caravan.device.outbound;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Stream;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

import dev.caravan.device.identity.DeviceIdentity;

/**
 * Offers the device's certificate whichever issuers the server names. The stock manager would stay silent when the list does
 * not mention the factory's CA, and the service would then see a device without an identity.
 */
final class OneKeyManager extends X509ExtendedKeyManager {

    private static final String ALIAS = "device";

    private final DeviceIdentity identity;

    OneKeyManager(DeviceIdentity identity) {
        this.identity = identity;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return aliasFor(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return aliasFor(keyTypes);
    }

    private @Nullable String aliasFor(String[] keyTypes) {
        return Arrays.asList(keyTypes).contains(identity.privateKey().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return Stream.concat(Stream.of(identity.leaf()), identity.issuers().stream())
                .toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.privateKey();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
