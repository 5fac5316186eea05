package dev.caravan.sftp;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import dev.caravan.batch.Intake;
import dev.caravan.sftp.RemoteEntry.Kind;

/** One look at the folder: what has come to rest is claimed, what is claimed is taken. Remembers from look to look. */
final class Look {

    /** As in the inbox: a file may be created first and written later, and its signature may come after it. */
    private static final Duration INCOMPLETE_FOR = Duration.ofSeconds(10);

    private static final Duration SIGNATURE_ALONE_FOR = Duration.ofMinutes(10);

    private final SftpSettings settings;
    private final Intake intake;
    private final Desk desk;
    private final Taking taking;
    private final Sightings dropped;
    private final Sightings claimed;

    Look(SftpSettings settings, Intake intake, Desk desk, LongSupplier nanos) {
        this.settings = settings;
        this.intake = intake;
        this.desk = desk;
        taking = new Taking(intake, desk, settings.whenTaken() == SftpSettings.WhenTaken.DELETE, settings.origin());
        dropped = new Sightings(nanos);
        claimed = new Sightings(nanos);
    }

    /** @throws SftpTroubleException when the connection is lost, or the folder cannot be worked with */
    void at(SftpServer server, Consumer<SftpNews> news) {
        var folder = new DropFolder(server, settings.folder());
        folder.prepare();
        desk.traysBut(names(folder.taking())).forEach(taking::forget);
        var entries = folder.dropped();
        dropped.update(entries);
        var names = names(entries);
        for (var entry : entries) {
            guarded(server, entry, news, () -> sort(entry, names, folder, news));
        }
        var files = folder.taking();
        claimed.update(files);
        for (var entry : files) {
            if (!isSignature(entry) && claimed.quiet(entry).compareTo(settings.quietFor()) >= 0) {
                guarded(server, entry, news, () -> taking.take(entry, folder, news));
            }
        }
    }

    private void sort(RemoteEntry entry, Set<String> names, DropFolder folder, Consumer<SftpNews> news) {
        if (!Dropped.isName(entry.name())) {
            throw new IllegalStateException("the server gives a name that is none");
        }
        if (Dropped.isLeftAlone(entry) || !isRested(entry, names)) {
            return;
        }
        var signed = names.contains(entry.name() + DropFolder.SIGNATURE);
        var reason = whyNone(entry);
        if (reason.isPresent()) {
            if (!folder.refuse(entry, signed, reason.get())) {
                throw new IllegalStateException(reason.get() + "; and it cannot be moved out of the way by this name");
            }
            news.accept(SftpNews.of(SftpNews.Kind.QUARANTINED, entry.name(), reason.get()));
        } else if (folder.claim(entry.name(), signed)) {
            dropped.carryOver(entry.name(), claimed);
        }
    }

    private Optional<String> whyNone(RemoteEntry entry) {
        return isSignature(entry)
                ? Optional.of(Intake.shownName(entry.name())
                        + ": this is a signature without its file: drop both, the signature first")
                : Dropped.whyNone(entry, settings.largestFile().toBytes());
    }

    private boolean isRested(RemoteEntry entry, Set<String> names) {
        var quiet = dropped.quiet(entry);
        if (isSignature(entry)) {
            return !names.contains(fileOf(entry.name())) && quiet.compareTo(SIGNATURE_ALONE_FOR) >= 0;
        }
        var unsigned = intake.wantsSignatures() && !names.contains(entry.name() + DropFolder.SIGNATURE);
        return quiet.compareTo(settings.quietFor()) >= 0
                && (entry.bytes() > 0 && !unsigned || quiet.compareTo(INCOMPLETE_FOR) >= 0);
    }

    private static boolean isSignature(RemoteEntry entry) {
        return entry.name().endsWith(DropFolder.SIGNATURE) && entry.kind() == Kind.FILE;
    }

    private static String fileOf(String signature) {
        return signature.substring(0, signature.length() - DropFolder.SIGNATURE.length());
    }

    private static Set<String> names(Collection<RemoteEntry> entries) {
        return entries.stream().map(RemoteEntry::name).collect(Collectors.toSet());
    }

    /** What is wrong with one file must not keep the others waiting. */
    private static void guarded(SftpServer server, RemoteEntry entry, Consumer<SftpNews> news, Runnable step) {
        try {
            step.run();
        } catch (SftpTroubleException trouble) {
            if (!server.isOpen()) {
                throw trouble;
            }
            news.accept(SftpNews.stuck(entry.name(), trouble));
        } catch (RuntimeException failure) {
            news.accept(SftpNews.stuck(entry.name(), failure));
        }
    }
}
