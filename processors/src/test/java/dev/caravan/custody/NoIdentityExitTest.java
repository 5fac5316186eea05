package dev.caravan.custody;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardGuid;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NoIdentityExitTest {

    @TempDir
    Path data;

    @Test
    void everyRequestForAKeyIsRefusedWithTheReason() {
        var exit = new NoIdentityExit();
        var batch = new BatchBox("line-7", 1);
        var identity = FoundedIssuer.in(data).issue(new BoardGuid("0f8fad5b-d9cb-469f-a165-70867728950e"));
        var reference = IdentityRef.of(identity);

        Stream.<ThrowingCallable>of(
                        exit::requireKeysAllowed,
                        () -> exit.keep(batch, identity),
                        () -> exit.keepAll(batch, List.of(identity)),
                        () -> exit.deliver(batch, reference),
                        () -> exit.find(batch, reference),
                        () -> exit.destroyStrays(batch, any -> true))
                .forEach(request -> assertThatExceptionOfType(KeyCustodyException.class)
                        .isThrownBy(request)
                        .withMessageStartingWith(
                                "no private key is made, because caravan.custody.station-certificates is empty")
                        .withMessageContaining("unencrypted key at rest would be a leak"));
    }

    @Test
    void batchNameThatIsNotOneFolderIsRefused() {
        for (var name : List.of("", ".", "..", "../x", "a/b", ".hidden", "a\nb", "a".repeat(201))) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new BatchBox(name, 1));
        }
    }
}
