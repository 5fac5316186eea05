package dev.caravan.emulator.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.tls.CertificateText;

/** Reads a fault from the control API; every complaint is an {@link IllegalArgumentException} that names the field. */
final class FaultReader {

    private static final Set<String> KEYS = Set.of("operation", "idPattern", "every", "skip", "times", "action");

    private FaultReader() {}

    static Fault read(String id, ObjectNode asked) {
        asked.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                throw new IllegalArgumentException("unknown field " + name + ", known are " + KEYS);
            }
        });
        var rule = new Fault.Rule(
                operations(asked.path("operation")),
                pattern(asked.path("idPattern")),
                atLeast(1, asked, "every", 1),
                atLeast(0, asked, "skip", 0),
                atLeast(1, asked, "times", Integer.MAX_VALUE));
        return new Fault(id, asked, rule, action(asked.path("action")));
    }

    private static Set<String> operations(JsonNode node) {
        Set<String> names = new HashSet<>();
        if (node.isTextual()) {
            names.add(node.textValue());
        } else if (node.isArray()) {
            node.forEach(each -> names.add(each.asText()));
        } else if (!node.isMissingNode()) {
            throw new IllegalArgumentException("operation must be a name, a list of names or \"*\"");
        }
        return names.contains("*") ? Set.of() : names;
    }

    private static @Nullable Pattern pattern(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            return Pattern.compile(node.asText());
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("idPattern is not a regular expression: " + wrong.getMessage(), wrong);
        }
    }

    private static int atLeast(int least, JsonNode node, String name, int otherwise) {
        var value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < least) {
            throw new IllegalArgumentException(name + " must be a whole number of at least " + least);
        }
        return value.intValue();
    }

    private static FaultAction action(JsonNode node) {
        return switch (node.path("type").asText()) {
            case "status" -> statuses(node, List.of(status(node.path("status"))));
            case "alternate" -> statuses(node, alternating(node.path("statuses")));
            case "delay" -> new FaultAction.Delay(Duration.ofMillis(atLeast(0, node, "millis", 0)));
            case "drop" -> new FaultAction.Drop(afterEffect(node.path("when").asText()));
            case "store" -> store(node);
            default ->
                throw new IllegalArgumentException("action.type must be status, alternate, delay, drop or store");
        };
    }

    private static FaultAction.Statuses statuses(JsonNode node, List<Integer> statuses) {
        return new FaultAction.Statuses(
                statuses,
                node.hasNonNull("retryAfterSeconds") ? atLeast(0, node, "retryAfterSeconds", 0) : null,
                node.hasNonNull("errorCode") ? atLeast(0, node, "errorCode", 0) : null,
                text(node, "message"));
    }

    private static List<Integer> alternating(JsonNode node) {
        List<Integer> statuses = new ArrayList<>();
        node.forEach(each -> statuses.add(status(each)));
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException("action.statuses must name at least one status");
        }
        return List.copyOf(statuses);
    }

    private static int status(JsonNode node) {
        if (!node.isInt() || node.intValue() < 300 || node.intValue() > 599) {
            throw new IllegalArgumentException("a status must be a number from 300 to 599");
        }
        return node.intValue();
    }

    private static boolean afterEffect(String when) {
        return switch (when) {
            case "before" -> false;
            case "after" -> true;
            default -> throw new IllegalArgumentException("action.when must be before or after");
        };
    }

    private static FaultAction.Store store(JsonNode node) {
        var pem = text(node, "thumbprintOf");
        var store = new FaultAction.Store(
                text(node, "provisioningStatus"),
                pem == null ? null : certificate(pem),
                text(node, "thumbprint"),
                text(node, "iotHub"));
        if (store.provisioningStatus() == null
                && store.certificate() == null
                && store.thumbprint() == null
                && store.iotHub() == null) {
            throw new IllegalArgumentException(
                    "action store needs provisioningStatus, thumbprintOf, thumbprint or iotHub");
        }
        return store;
    }

    private static byte[] certificate(String text) {
        try {
            return new X509CertificateHolder(CertificateText.der(text)).getEncoded();
        } catch (IOException | IllegalArgumentException notACertificate) {
            throw new IllegalArgumentException("action.thumbprintOf must be a certificate", notACertificate);
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : null;
    }
}
