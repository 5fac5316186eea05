package dev.caravan.emulator.junit5;

import java.util.Set;

import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Keeps tests apart that would reset each other's Azure, or lead the one JVM to different ones. */
final class EmulatorLocks implements ResourceLocksProvider {

    /** For a method whose parameter alone is annotated: JUnit asks for locks before it looks at parameters. */
    static final String NAME = "dev.caravan.emulator.junit5.AzureEmulator";

    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
        return Set.of(new Lock(NAME, mode(testClass)));
    }

    private static ResourceAccessMode mode(Class<?> testClass) {
        return AnnotationSupport.findAnnotation(testClass, AzureEmulator.class)
                .map(Settings::of)
                .filter(Settings::mayRunBesideOthers)
                .map(settings -> ResourceAccessMode.READ)
                .orElse(ResourceAccessMode.READ_WRITE);
    }
}
