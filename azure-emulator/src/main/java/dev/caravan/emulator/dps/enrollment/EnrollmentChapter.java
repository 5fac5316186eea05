package dev.caravan.emulator.dps.enrollment;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Item;

/** The enrollments of one kind in a snapshot, in the order of queries. */
public final class EnrollmentChapter implements Chapter {

    private final EnrollmentStore store;
    private final Stamps stamps;

    /** The stamps make no etag again that a restored enrollment has. */
    public EnrollmentChapter(EnrollmentStore store, Stamps stamps) {
        this.store = store;
        this.stamps = stamps;
    }

    @Override
    public String name() {
        return store.kind().plural();
    }

    @Override
    public Stream<ObjectNode> items() {
        return store.all().stream().map(EnrollmentChapter::archive);
    }

    private static ObjectNode archive(Enrollment enrollment) {
        var mark = enrollment.mark();
        var archived = Json.object()
                .put("id", enrollment.id())
                .put("position", mark.position())
                .put("version", mark.version())
                .put("created", mark.created())
                .put("updated", mark.updated());
        archived.set("settings", enrollment.settings().tree());
        archived.set("attestation", AttestationArchive.write(enrollment.attestation()));
        return archived;
    }

    private Enrollment read(Item item) {
        var mark = new Enrollment.Mark(
                item.number("position"), item.number("version"), item.number("created"), item.number("updated"));
        return new Enrollment(
                store.kind(),
                item.text("id"),
                new Settings(item.object("settings")),
                AttestationArchive.read(item.item("attestation")),
                mark);
    }

    @Override
    public Intake begin() {
        var next = new EnrollmentStore(store.kind());
        return new Intake() {

            private long newest;

            @Override
            public void take(Item item) {
                var enrollment = read(item);
                next.putBack(enrollment);
                newest = Math.max(newest, enrollment.mark().version());
            }

            @Override
            public void commit() {
                store.become(next);
                stamps.newerThan(newest);
            }
        };
    }
}
