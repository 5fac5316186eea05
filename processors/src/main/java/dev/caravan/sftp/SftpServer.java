package dev.caravan.sftp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.ChannelSftp.LsEntrySelector;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import org.jspecify.annotations.Nullable;

/**
 * An open connection. The library takes its paths as patterns, so each is quoted here: a name is a name. All methods throw
 * {@link SftpTroubleException} when the server does not do as it is asked. For one thread.
 */
final class SftpServer implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final Session session;
    private final ChannelSftp channel;
    private final String address;

    SftpServer(Session session, ChannelSftp channel, String address) {
        this.session = session;
        this.channel = channel;
        this.address = address;
    }

    private interface Call<T> {
        T on(ChannelSftp channel) throws SftpException;
    }

    boolean isOpen() {
        return session.isConnected() && channel.isConnected();
    }

    List<RemoteEntry> list(String folder) {
        return ask("list", folder, on -> {
            var entries = new ArrayList<RemoteEntry>();
            on.ls(quoted(folder), entry -> {
                entries.add(RemoteEntry.of(entry.getFilename(), entry.getAttrs()));
                return LsEntrySelector.CONTINUE;
            });
            entries.removeIf(entry -> entry.name().equals(".") || entry.name().equals(".."));
            return entries;
        });
    }

    Optional<RemoteEntry> find(String folder, String name) {
        var path = folder + "/" + name;
        return Optional.ofNullable(orNull("look at", path, on -> RemoteEntry.of(name, on.lstat(quoted(path)))));
    }

    boolean has(String path) {
        return orNull("look at", path, on -> on.lstat(quoted(path))) != null;
    }

    /** @return false if there is nothing to move */
    boolean move(String from, String to) {
        return orNull("move", from, on -> {
                    on.rename(quoted(from), quoted(to));
                    return true;
                })
                != null;
    }

    void delete(String path) {
        orNull("delete", path, on -> {
            on.rm(quoted(path));
            return true;
        });
    }

    void makeFolder(String path) {
        if (!has(path)) {
            ask("make", path, on -> {
                on.mkdir(quoted(path));
                return true;
            });
        }
    }

    /** Creates or replaces. */
    void write(String path, String text) {
        ask("write", path, on -> {
            on.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), quoted(path));
            return true;
        });
    }

    /**
     * Reads a file to its end, or to the limit.
     *
     * @throws IOException if {@code to} does
     */
    void read(String path, long limit, OutputStream to) throws IOException {
        try (var in = ask("read", path, on -> on.get(quoted(path)))) {
            var buffer = new byte[BUFFER];
            long left = limit;
            for (int read = read(path, in, buffer); read >= 0 && left > 0; read = read(path, in, buffer)) {
                to.write(buffer, 0, (int) Math.min(left, read));
                left -= read;
            }
        }
    }

    private int read(String path, InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException failure) {
            throw trouble("read", path, failure);
        }
    }

    private <T> T ask(String what, String path, Call<T> call) {
        try {
            return call.on(channel);
        } catch (SftpException failure) {
            throw trouble(what, path, failure);
        }
    }

    private <T> @Nullable T orNull(String what, String path, Call<T> call) {
        try {
            return call.on(channel);
        } catch (SftpException failure) {
            if (failure.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                return null;
            }
            throw trouble(what, path, failure);
        }
    }

    private SftpTroubleException trouble(String what, String path, Exception failure) {
        return new SftpTroubleException(
                address + " does not " + what + " " + path + ": " + failure.getMessage(), failure);
    }

    private static String quoted(String path) {
        return path.replaceAll("([\\\\?*])", "\\\\$1");
    }

    @Override
    public void close() {
        session.disconnect();
    }
}
