package dev.caravan.gateway.settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Everything under {@code caravan} in {@code gateway.yaml}; a key that is not here stops the start. */
@ConfigurationProperties(prefix = "caravan", ignoreUnknownFields = false)
public record GatewaySettings(
        FolderSettings folders,
        ProvisioningSettings dps,
        RetrySettings retry,
        OutboundSettings outbound,
        HttpSettings http,
        @DefaultValue IdentitySettings identities,
        @DefaultValue HubSettings hub) {}
