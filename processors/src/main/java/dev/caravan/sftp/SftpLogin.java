package dev.caravan.sftp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import org.jspecify.annotations.Nullable;

/** Opens connections. The secrets are read each time, so that a new one counts at the next try. */
final class SftpLogin {

    private final SftpSettings settings;

    SftpLogin(SftpSettings settings) {
        this.settings = settings;
    }

    SftpServer open() {
        Session session = null;
        try {
            session = session();
            session.connect((int) settings.connectTimeout().toMillis());
            var channel = (ChannelSftp) session.openChannel("sftp");
            channel.connect((int) settings.connectTimeout().toMillis());
            return new SftpServer(session, channel, settings.address());
        } catch (JSchException | IOException failure) {
            if (session != null) {
                session.disconnect();
            }
            throw new SftpTroubleException(settings.address() + " " + words(failure), failure);
        }
    }

    private Session session() throws JSchException, IOException {
        var jsch = new JSch();
        jsch.setKnownHosts(settings.knownHostsFile());
        if (!settings.privateKeyFile().isBlank()) {
            jsch.addIdentity(settings.privateKeyFile(), secret(settings.passphraseFile()));
        }
        var session = jsch.getSession(settings.user(), settings.host(), settings.port());
        if (!settings.passwordFile().isBlank()) {
            session.setPassword(secret(settings.passwordFile()));
        }
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig(
                "PreferredAuthentications",
                settings.passwordFile().isBlank() ? "publickey" : "password,keyboard-interactive");
        session.setServerAliveInterval((int) settings.readTimeout().toMillis());
        session.setDaemonThread(true);
        return session;
    }

    private static byte @Nullable [] secret(String file) throws IOException {
        return file.isBlank() ? null : Files.readString(Path.of(file)).strip().getBytes(StandardCharsets.UTF_8);
    }

    private String words(Exception failure) {
        if (failure instanceof JSchChangedHostKeyException) {
            return "shows another host key than " + settings.knownHostsFile() + " has for it: it is another server, or"
                    + " somebody stands in between. Nothing was sent to it. " + failure.getMessage();
        }
        if (failure instanceof JSchHostKeyException) {
            return "shows a host key that is not in " + settings.knownHostsFile()
                    + " (caravan.intake.sftp.known-hosts-file). Nothing was sent to it. " + failure.getMessage();
        }
        if (isUnreachable(failure)) {
            return "cannot be reached: " + failure.getMessage();
        }
        var said = String.valueOf(failure.getMessage());
        if (said.startsWith("Auth ") || said.startsWith("USERAUTH ")) {
            return "refuses user '" + settings.user() + "' with the "
                    + (settings.passwordFile().isBlank()
                            ? "key in " + settings.privateKeyFile()
                            : "password in " + settings.passwordFile());
        }
        return "cannot be used: " + said;
    }

    private static boolean isUnreachable(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return String.valueOf(failure.getMessage()).startsWith("timeout");
    }
}
