package dev.caravan.emulator.junit5;

import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds out which emulator a test wants, and has it ready. */
final class AzureEmulatorExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass(context).ifPresent(settings -> emulator(settings, context).lead());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Stream.concat(ofClass(context).stream(), ofParameters(context))
                .distinct()
                .forEach(settings -> emulator(settings, context).prepare());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmulatedAzure.class
                && (parameter.isAnnotated(AzureEmulator.class)
                        || ofClass(context).isPresent());
    }

    @Override
    public EmulatedAzure resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var settings = parameter
                .findAnnotation(AzureEmulator.class)
                .map(Settings::of)
                .or(() -> ofClass(context))
                .orElseThrow();
        return emulator(settings, context).azure();
    }

    /** JUnit closes what is in a store with the context that the store belongs to. */
    private static RunningAzure emulator(Settings settings, ExtensionContext context) {
        var owner = settings.lifetime() == AzureEmulator.Lifetime.RUN ? context.getRoot() : outermostClass(context);
        return owner.getStore(Settings.NAMESPACE)
                .getOrComputeIfAbsent(settings, RunningAzure::start, RunningAzure.class);
    }

    private static ExtensionContext outermostClass(ExtensionContext context) {
        var outermost = context;
        for (var above = context.getParent();
                above.isPresent() && above.get().getTestClass().isPresent();
                above = above.get().getParent()) {
            outermost = above.get();
        }
        return outermost;
    }

    /** The nearest annotation counts: of a nested class its own, otherwise that of a class around it. */
    private static Optional<Settings> ofClass(ExtensionContext context) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        context.getTestClass().ifPresent(classes::add);
        Collections.reverse(classes);
        return classes.stream()
                .flatMap(each -> AnnotationSupport.findAnnotation(each, AzureEmulator.class).stream())
                .findFirst()
                .map(Settings::of);
    }

    private static Stream<Settings> ofParameters(ExtensionContext context) {
        return Stream.of(context.getRequiredTestMethod().getParameters())
                .map(Parameter::getAnnotations)
                .flatMap(Stream::of)
                .filter(AzureEmulator.class::isInstance)
                .map(AzureEmulator.class::cast)
                .map(Settings::of);
    }
}
