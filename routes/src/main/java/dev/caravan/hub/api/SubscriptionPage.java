package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/** All subscriptions of the caller, the oldest first. */
@Schema(description = "all subscriptions of the caller, the oldest first")
public record SubscriptionPage(List<SubscriptionView> items) {}
