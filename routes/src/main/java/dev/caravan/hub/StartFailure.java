package dev.caravan.hub;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.web.server.PortInUseException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Why the hub did not start, in one line for the operator. */
final class StartFailure {

    private StartFailure() {}

    static String inOneLine(Throwable failure) {
        BindException binding = null;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException taken) {
                return "caravan.http.port: port " + taken.getPort() + " is in use by another program";
            }
            if (cause instanceof UnboundConfigurationPropertiesException unknown) {
                return unknown(unknown);
            }
            if (cause instanceof MarkedYAMLException broken) {
                return "hub.yaml is no YAML, line " + (broken.getProblemMark().getLine() + 1) + ": "
                        + broken.getProblem();
            }
            if (cause instanceof BindException bind) {
                binding = bind;
            }
        }
        var message = message(binding == null ? failure : binding)
                .lines()
                .map(String::strip)
                .collect(Collectors.joining(" "));
        return binding == null || message.startsWith("caravan.") ? message : bad(binding, message);
    }

    /** What the program that failed said: not the frameworks around it, nor what it was told by the system. */
    private static String message(Throwable failure) {
        var root = failure;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !isFramework(cause)) {
                return cause.getMessage();
            }
            root = cause;
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private static boolean isFramework(Throwable cause) {
        var name = cause.getClass().getName();
        return name.startsWith("org.springframework.") || name.startsWith("org.apache.camel.");
    }

    private static String unknown(UnboundConfigurationPropertiesException unknown) {
        return unknown.getUnboundProperties().stream()
                .map(property -> "setting " + property.getName() + " is unknown" + where(property))
                .collect(Collectors.joining("; "));
    }

    private static String bad(BindException binding, String message) {
        var property = binding.getProperty();
        return property == null
                ? "setting " + binding.getName() + " does not fit: " + message
                : "setting " + property.getName() + where(property) + " has the value '" + property.getValue()
                        + "', which does not fit: " + message;
    }

    private static String where(@Nullable ConfigurationProperty property) {
        if (property == null || property.getOrigin() == null) {
            return "";
        }
        var origin =
                property.getOrigin() instanceof PropertySourceOrigin source ? source.getOrigin() : property.getOrigin();
        return origin instanceof TextResourceOrigin text && text.getLocation() != null
                ? " (" + text.getResource().getFilename() + ", line "
                        + (text.getLocation().getLine() + 1) + ")"
                : " (" + property.getOrigin() + ")";
    }
}
