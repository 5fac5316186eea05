package dev.caravan.gateway.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.gateway.board.BoardGuid;

import static org.assertj.core.api.Assertions.assertThat;

class TokensTest {

    private static final BoardGuid ONE = new BoardGuid("aaaaaaaa-0000-4000-8000-000000000001");
    private static final BoardGuid TWO = new BoardGuid("aaaaaaaa-0000-4000-8000-000000000002");

    @TempDir
    Path data;

    @Test
    void boardsTokenHas256BitsAndIsForItsOwnerOnly() throws Exception {
        tokens().ensure(ONE);

        Path file = data.resolve("tokens/" + ONE + ".token");
        assertThat(Base64.getUrlDecoder().decode(Files.readString(file).strip()))
                .hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void tokenOpensItsOwnBoardOnly() throws Exception {
        Tokens tokens = tokens();
        tokens.ensure(ONE);
        tokens.ensure(TWO);

        assertThat(tokens.isOf(ONE, read("tokens/" + ONE + ".token"))).isTrue();
        assertThat(tokens.isOf(TWO, read("tokens/" + ONE + ".token"))).isFalse();
        assertThat(tokens.isAdmin(read("tokens/" + ONE + ".token"))).isFalse();
    }

    @Test
    void boardWithoutATokenIsOpenedByNothing() {
        assertThat(tokens().isOf(ONE, "")).isFalse();
    }

    @Test
    void tokensStayTheSameAfterARestart() throws Exception {
        tokens().ensure(ONE);
        String board = read("tokens/" + ONE + ".token");
        String admin = read("admin.token");

        Tokens again = tokens();
        again.ensure(ONE);

        assertThat(again.isOf(ONE, board)).isTrue();
        assertThat(again.isAdmin(admin)).isTrue();
    }

    private Tokens tokens() {
        return new Tokens(data, new SecureRandom());
    }

    private String read(String file) throws Exception {
        return Files.readString(data.resolve(file)).strip();
    }
}
