package dev.caravan.emulator.dps.certificate;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Item;

/**
 * The authorities of the service instance that enrollments may refer to by name. On Azure an administrator uploads them
 * and proves possession of the key; here both are done when one is put. Safe for all threads.
 */
public final class VerifiedCertificates {

    private volatile ConcurrentSkipListMap<String, EnrolledCertificate> byName = new ConcurrentSkipListMap<>();

    /** The certificate of that name. */
    public Optional<EnrolledCertificate> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Keeps a certificate, given as PEM or base64, under a name, in place of one that had it; answers what is shown.
     *
     * @throws IllegalArgumentException when the text is no certificate
     */
    public ObjectNode put(String name, String text) {
        try {
            var certificate = EnrolledCertificate.parse(text);
            byName.put(name, certificate);
            return certificate.info();
        } catch (DpsError notACertificate) {
            throw new IllegalArgumentException(notACertificate.text(), notACertificate);
        }
    }

    /** False when there is none of that name. Enrollments that refer to it match nothing any more. */
    public boolean remove(String name) {
        return byName.remove(name) != null;
    }

    /** The information of each, by name. */
    public ObjectNode show() {
        var shown = Json.object();
        byName.forEach((name, certificate) -> shown.set(name, certificate.info()));
        return shown;
    }

    /** Forgets them all. */
    public void clear() {
        byName.clear();
    }

    /** The certificates in a snapshot. */
    public Chapter chapter() {
        return new Chapter() {
            @Override
            public String name() {
                return "dpsCertificates";
            }

            @Override
            public Stream<ObjectNode> items() {
                return byName.entrySet().stream()
                        .map(each -> each.getValue().archive().put("name", each.getKey()));
            }

            @Override
            public Intake begin() {
                return new Restoring();
            }
        };
    }

    private final class Restoring implements Chapter.Intake {

        private final ConcurrentSkipListMap<String, EnrolledCertificate> next = new ConcurrentSkipListMap<>();

        @Override
        public void take(Item item) {
            if (next.put(item.text("name"), EnrolledCertificate.of(item)) != null) {
                throw new IllegalArgumentException("name is there twice");
            }
        }

        @Override
        public void commit() {
            byName = next;
        }
    }
}
