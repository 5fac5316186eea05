package dev.caravan.emulator.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.bouncycastle.cert.X509CertificateHolder;

import dev.caravan.emulator.wire.Delivery;
import dev.caravan.emulator.wire.tls.CertificateText;

/** Reads what a fault does; every complaint is an {@link IllegalArgumentException} that names the field. */
final class ActionReader {

    private static final double HALF = 0.5;
    private static final int USUAL_PAUSE_MILLIS = 100;

    /** The code of an error inside the service is not public (inferred from the form of the others). */
    private static final int USUAL_ITEM_ERROR = 500000;

    private ActionReader() {}

    static FaultAction read(Fields action) {
        return switch (String.valueOf(action.text("type"))) {
            case "status" -> statuses(action, List.of(status(action.node("status"))));
            case "alternate" -> statuses(action, alternating(action.node("statuses")));
            case "delay" -> new FaultAction.Delay(Duration.ofMillis(action.atLeast(0, "millis", 0)));
            case "drop" ->
                new FaultAction.Drop(
                        action.word("when", Set.of("before", "after")).equals("after"));
            case "store" -> store(action);
            case "truncate" -> truncate(action);
            case "slow" -> slow(action);
            case "staleEtag" -> new FaultAction.StaleEtag();
            case "failItems" -> failItems(action);
            case "clockSkew" -> new FaultAction.ClockSkew(Duration.ofSeconds(action.number("offsetSeconds", 0)));
            case "refuseTls" ->
                new FaultAction.RefuseTls(
                        action.word("how", Set.of("alert", "reset")).equals("alert"));
            default ->
                throw new IllegalArgumentException("action.type must be status, alternate, delay, drop, store,"
                        + " truncate, slow, staleEtag, failItems, clockSkew or refuseTls");
        };
    }

    private static FaultAction.Statuses statuses(Fields action, List<Integer> statuses) {
        return new FaultAction.Statuses(
                statuses,
                action.has("retryAfterSeconds") ? action.atLeast(0, "retryAfterSeconds", 0) : null,
                action.has("errorCode") ? action.atLeast(0, "errorCode", 0) : null,
                action.text("message"));
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

    /** {@code "length": "full"} announces more than comes, {@code "sent"} only what comes. */
    private static FaultAction truncate(Fields action) {
        var announced = !action.has("length")
                || action.word("length", Set.of("full", "sent")).equals("full");
        return new FaultAction.Deliver(new Delivery.Cut(action.share("keep", HALF), announced));
    }

    private static FaultAction slow(Fields action) {
        var pause = Duration.ofMillis(action.atLeast(0, "pauseMillis", USUAL_PAUSE_MILLIS));
        return new FaultAction.Deliver(new Delivery.Dribble(action.atLeast(1, "bytes", 1), pause));
    }

    private static FaultAction failItems(Fields action) {
        Set<Integer> positions = new HashSet<>();
        for (var position : action.node("positions")) {
            if (!position.isInt() || position.intValue() < 0) {
                throw new IllegalArgumentException("action.positions must be numbers from 0");
            }
            positions.add(position.intValue());
        }
        var status = action.text("errorStatus");
        return new FaultAction.FailItems(
                Set.copyOf(positions),
                action.atLeast(1, "errorCode", USUAL_ITEM_ERROR),
                status == null ? "Internal server error." : status);
    }

    private static FaultAction.Store store(Fields action) {
        var pem = action.text("thumbprintOf");
        var store = new FaultAction.Store(
                action.text("provisioningStatus"),
                pem == null ? null : certificate(pem),
                action.text("thumbprint"),
                action.text("iotHub"));
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
}
