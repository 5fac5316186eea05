package dev.caravan.emulator.junit5;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Gives tests a Device Provisioning Service and IoT Hubs. On a test class, every parameter of type {@link EmulatedAzure}
 * is filled in; on such a parameter alone, that one.
 *
 * <p>Before each test the emulator forgets everything and the JVM's defaults lead to it. The first test that asks
 * starts it (about a second); the same settings mean the same emulator.
 */
@Target({ElementType.TYPE, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(AzureEmulatorExtension.class)
@ResourceLock(providers = EmulatorLocks.class)
public @interface AzureEmulator {

    /** Short names of the hubs that are linked to the service; {@code plant-a} becomes plant-a.azure-devices.net. */
    String[] hubs() default {"plant-a", "plant-b"};

    /** For everything random that is not a secret: identifiers, reply delays, the chance in faults. */
    long seed() default 1;

    /** When it ends. */
    Lifetime lifetime() default Lifetime.RUN;

    /**
     * True when the tests of the class may run at the same time, with each other and with others of the same kind:
     * nothing is forgotten between them then, so each has to use names of its own. Tests of other classes run alone.
     */
    boolean shared() default false;

    /**
     * Whether the JVM's defaults lead to the emulator: proxy selector and default TLS, with the usual authorities still
     * trusted. With false only what {@link EmulatedAzure} hands out leads there.
     */
    boolean leadsJvm() default true;

    /** When an emulator ends. */
    enum Lifetime {
        /** With the test run; classes of the same settings follow each other on one emulator. */
        RUN,
        /** With the test class. */
        CLASS
    }
}
