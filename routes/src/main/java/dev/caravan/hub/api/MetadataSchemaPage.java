package dev.caravan.hub.api;

import java.util.List;

/** Schemas of metadata. */
public record MetadataSchemaPage(List<MetadataSchemaView> items) {}
