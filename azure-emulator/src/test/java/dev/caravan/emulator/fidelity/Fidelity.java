package dev.caravan.emulator.fidelity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One row of the fidelity ledger in {@code docs/emulator.md}: a behaviour of the emulator, how it is known, and by
 * standing on a test method, the test that pins it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Fidelity.Rows.class)
public @interface Fidelity {

    /** The chapter of the ledger. */
    Area area();

    /** How the behaviour is known. */
    Evidence evidence();

    /** One sentence, as a user of the service would say it. */
    String behaviour();

    /**
     * Where it was seen or is written, short enough for a table: {@code service.json 2021-10-01},
     * {@code recorded traffic 2023-05}, {@code Learn: concepts-device-reprovision}, {@code csharp#3076}.
     */
    String source();

    /** The chapters of the ledger, in its order. */
    enum Area {
        DPS_SERVICE,
        DPS_DEVICE,
        HUB_DEVICE,
        HUB_SERVICE,
        QUOTAS
    }

    /** Several rows on one test. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Rows {
        /** The rows. */
        Fidelity[] value();
    }
}
