package dev.caravan.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.caravan.batch.FileStillGrowingException;
import dev.caravan.batch.Intake;
import dev.caravan.batch.UnreadableBatchException;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Origin;
import dev.caravan.sftp.SftpNews.Kind;

/**
 * Takes one file that is out of everybody's reach. In this order, so that it may be cut off anywhere: a durable copy; a mark
 * that the intake begins; the intake, which makes it durable as a batch; its verdict; the copy put away; the file put away on
 * the server; the tray cleared.
 */
final class Taking {

    /** One byte more than the intake reads. */
    private static final long SIGNATURE_LIMIT = (1 << 20) + 1L;

    private final Intake intake;
    private final Desk desk;
    private final boolean deleteTaken;
    private final Origin origin;

    /** @param origin the folder on the server */
    Taking(Intake intake, Desk desk, boolean deleteTaken, Origin origin) {
        this.intake = intake;
        this.desk = desk;
        this.deleteTaken = deleteTaken;
        this.origin = origin;
    }

    void take(RemoteEntry entry, DropFolder folder, Consumer<SftpNews> news) {
        var tray = desk.tray(entry.name());
        var verdict = tray.verdict().filter(kept -> kept.isOf(entry));
        if (verdict.isEmpty()) {
            tray.verdict().ifPresent(ofEarlierFile -> tray.clear());
            verdict = judge(entry, folder, tray, news);
        }
        verdict.ifPresent(kept -> putAway(entry, kept, folder, tray));
    }

    /** A file that is gone from the server: nothing of it may count for the next one of its name. */
    void forget(Tray tray) {
        tray.verdict().ifPresent(kept -> intake.carryOut(tray.copy(kept.name()), kept.ending()));
        tray.clear();
    }

    private Optional<Verdict> judge(RemoteEntry entry, DropFolder folder, Tray tray, Consumer<SftpNews> news) {
        var copy = tray.copy(entry.name());
        fetchSignature(entry, folder, copy);
        var sha256 = fetch(entry.name(), entry.bytes() + 1, folder, copy);
        if (!isComplete(copy, entry) || !folder.isStill(entry)) {
            return Optional.empty();
        }
        try {
            var verdict = judge(entry, tray, copy, sha256, news);
            tray.keep(verdict);
            return Optional.of(verdict);
        } catch (FileStillGrowingException notYet) {
            return Optional.empty();
        }
    }

    private Verdict judge(RemoteEntry entry, Tray tray, Path copy, String sha256, Consumer<SftpNews> news) {
        try {
            var onceMore = tray.isBegun(sha256);
            if (!onceMore && !intake.knows(entry.name(), sha256)) {
                tray.begin(sha256);
            }
            var taken = onceMore ? intake.takeOnceMore(copy, origin) : intake.take(copy, origin);
            news.accept(
                    new SftpNews(Kind.TAKEN, entry.name(), taken.message(), taken.toBeRead() ? taken.batch() : null));
            return new Verdict(entry, taken.ending(), taken.message());
        } catch (UnreadableBatchException refused) {
            var reason = String.valueOf(refused.getMessage());
            news.accept(SftpNews.of(Kind.QUARANTINED, entry.name(), reason));
            return new Verdict(entry, intake.refusal(copy, refused), reason);
        }
    }

    private void putAway(RemoteEntry entry, Verdict verdict, DropFolder folder, Tray tray) {
        intake.carryOut(tray.copy(entry.name()), verdict.ending());
        if (deleteTaken && !verdict.ending().refused() && !Intake.isDryRun(entry.name())) {
            folder.delete(entry.name());
        } else {
            folder.putAway(
                    entry.name(), verdict.ending().refused(), verdict.ending().suffix(), verdict.message());
        }
        tray.clear();
    }

    private void fetchSignature(RemoteEntry entry, DropFolder folder, Path copy) {
        var name = entry.name() + DropFolder.SIGNATURE;
        var target = copy.resolveSibling(name);
        DurableFiles.delete(target);
        if (folder.holdsSignature(entry.name())) {
            fetch(name, SIGNATURE_LIMIT, folder, target);
        }
    }

    private static String fetch(String name, long limit, DropFolder folder, Path target) {
        var digest = Desk.sha256();
        DurableFiles.write(
                target, DurableFiles.READABLE, out -> folder.read(name, limit, new DigestOutputStream(out, digest)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The copy gets the time of the file, by which the intake tells whether it may still be incomplete. */
    private static boolean isComplete(Path copy, RemoteEntry entry) {
        try {
            Files.setLastModifiedTime(copy, FileTime.from(entry.changed(), TimeUnit.SECONDS));
            return Files.size(copy) == entry.bytes();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + copy, failure);
        }
    }
}
