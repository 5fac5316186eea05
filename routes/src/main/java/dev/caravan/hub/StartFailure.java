package dev.caravan.hub;

import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.web.server.PortInUseException;

/** Why the hub did not start, in one line for the operator. */
final class StartFailure {

    private StartFailure() {}

    static String inOneLine(Throwable failure) {
        var root = failure;
        BindException binding = null;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException taken) {
                return "caravan.http.port: port " + taken.getPort() + " is in use by another program";
            }
            if (cause instanceof UnboundConfigurationPropertiesException unknown) {
                return unknown(unknown);
            }
            if (cause instanceof BindException bind) {
                binding = bind;
            }
            root = cause;
        }
        var message = String.valueOf(root.getMessage()).lines().collect(Collectors.joining(" "));
        if (binding == null || message.startsWith("caravan.")) {
            return message;
        }
        return bad(binding, message);
    }

    private static String unknown(UnboundConfigurationPropertiesException unknown) {
        return unknown.getUnboundProperties().stream()
                .map(property -> "setting " + property.getName() + " is unknown (" + property.getOrigin() + ")")
                .collect(Collectors.joining("; "));
    }

    private static String bad(BindException binding, String message) {
        var property = binding.getProperty();
        return property == null
                ? "setting " + binding.getName() + " is missing or not complete: " + message
                : "setting " + property.getName() + " (" + property.getOrigin() + ") has the value '"
                        + property.getValue() + "', which does not fit: " + message;
    }
}
