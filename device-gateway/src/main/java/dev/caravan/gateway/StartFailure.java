package dev.caravan.gateway;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.boot.web.server.PortInUseException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import dev.caravan.gateway.settings.BadSetting;

/** What is wrong, in one line: the operator has a screen of 80 columns at best, and no wish for a stack trace. */
final class StartFailure {

    private StartFailure() {}

    static String explain(Throwable failure) {
        String found = known(failure);
        return oneLine(found != null ? found : deepest(failure));
    }

    private static @Nullable String known(Throwable failure) {
        String found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnboundConfigurationPropertiesException unknown) {
                return unknown(unknown);
            }
            if (cause instanceof BadSetting) {
                return cause.getMessage();
            }
            if (cause instanceof PortInUseException taken) {
                return "caravan.http.port is a free port, and " + taken.getPort() + " is taken by another program";
            }
            if (cause instanceof MarkedYAMLException yaml) {
                return "gateway.yaml is not YAML, line "
                        + (yaml.getProblemMark().getLine() + 1) + ": " + yaml.getProblem();
            }
            if (cause instanceof BindException bind) {
                found = bound(bind);
            }
        }
        return found;
    }

    private static String unknown(UnboundConfigurationPropertiesException failure) {
        return failure.getUnboundProperties().stream()
                .map(property -> "unknown setting " + property.getName() + where(property))
                .collect(Collectors.joining("; "));
    }

    private static String bound(BindException failure) {
        ConfigurationProperty property = failure.getProperty();
        String value = property == null ? "" : " cannot be '" + property.getValue() + "'" + where(property);
        return failure.getName() + value + ": " + deepest(failure);
    }

    private static String where(ConfigurationProperty property) {
        Origin origin = property.getOrigin();
        if (origin instanceof PropertySourceOrigin source && source.getOrigin() != null) {
            origin = source.getOrigin();
        }
        if (origin instanceof TextResourceOrigin text && text.getLocation() != null) {
            return " (" + text.getResource().getFilename() + ":"
                    + (text.getLocation().getLine() + 1) + ")";
        }
        return origin == null ? "" : " (" + origin + ")";
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
