package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/** The newest batches. */
@Schema(description = "the newest batches first")
public record BatchPage(List<BatchView> items) {}
