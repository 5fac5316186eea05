package dev.caravan.gateway.api;

import java.util.Map;
import java.util.Optional;

/**
 * What a caller sent, without HTTP.
 *
 * @param guid as written in the path; empty where the path has none
 * @param token of the {@code Authorization: Bearer} header
 * @param body decoded as UTF-8; empty when there was none
 * @param query one value per name
 */
public record ApiRequest(String guid, Optional<String> token, String body, Map<String, String> query) {}
