package dev.caravan.sftp;

import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server on a free loopback port, whose cable can be cut at each thing that it is asked to change or open. */
final class DropServer implements AutoCloseable {

    static final String USER = "board-maker";
    static final String PASSWORD = "swordfish";

    private final Path root;
    private final SshServer server;
    private volatile PublicKey authorized;
    private volatile int cutIn = Integer.MAX_VALUE;
    private volatile int logins;

    static {
        // Otherwise the server puts BouncyCastle among the JVM's providers, for all tests after this one.
        System.setProperty("org.apache.sshd.registerBouncyCastle", "false");
    }

    private DropServer(Path root, SshServer server) {
        this.root = root;
        this.server = server;
    }

    static DropServer start(Path home) throws IOException {
        var server = SshServer.setUpDefaultServer();
        var drop = new DropServer(Files.createDirectories(home.resolve("server")), server);
        Files.createDirectories(drop.folder("boards"));
        server.setHost("127.0.0.1");
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(home.resolve("host-key")));
        server.setPasswordAuthenticator((user, password, session) -> drop.isUser(user, password));
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals(USER) && drop.authorized != null && KeyUtils.compareKeys(drop.authorized, key));
        server.setFileSystemFactory(new VirtualFileSystemFactory(drop.root));
        var sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(drop.new Scissors());
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        return drop;
    }

    private boolean isUser(String user, String password) {
        logins++;
        return user.equals(USER) && password.equals(PASSWORD);
    }

    int port() {
        return server.getPort();
    }

    int logins() {
        return logins;
    }

    /** As ssh-keyscan prints it. */
    String knownHost() throws Exception {
        var key = server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
        return "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(key) + "\n";
    }

    void authorize(String openSshKey) throws Exception {
        authorized = PublicKeyEntry.parsePublicKeyEntry(openSshKey.strip()).resolvePublicKey(null, Map.of(), null);
    }

    /** The connection breaks at the so-manieth request that opens, moves or deletes something, before or after it is done. */
    void cutIn(int requests) {
        cutIn = requests;
    }

    boolean isCut() {
        return cutIn <= 0;
    }

    void mend() {
        cutIn = Integer.MAX_VALUE;
    }

    Path folder(String name) {
        return root.resolve(name);
    }

    Path drop(String name, String content) throws IOException {
        return Files.writeString(folder("boards").resolve(name), content);
    }

    /** Names in a folder beneath the one that files are dropped into. */
    List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(folder("boards/" + folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** What lies where files are dropped, without the hub's own folders. */
    List<String> dropped() throws IOException {
        return files("").stream()
                .filter(name -> !List.of("taking", "archive", "quarantine").contains(name))
                .toList();
    }

    String text(String file) throws IOException {
        return Files.readString(folder("boards/" + file)).strip();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private final class Scissors implements SftpEventListener {

        private void count(ServerSession session) throws IOException {
            if (--cutIn == 0) {
                session.close(true);
                throw new IOException("the cable is cut");
            }
        }

        @Override
        public void opening(ServerSession session, String handle, Handle local) throws IOException {
            count(session);
        }

        @Override
        public void closed(ServerSession session, String handle, Handle local, Throwable failure) throws IOException {
            count(session);
        }

        @Override
        public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> how) throws IOException {
            count(session);
        }

        @Override
        public void moved(ServerSession session, Path from, Path to, Collection<CopyOption> how, Throwable failure)
                throws IOException {
            count(session);
        }

        @Override
        public void removing(ServerSession session, Path path, boolean folder) throws IOException {
            count(session);
        }

        @Override
        public void removed(ServerSession session, Path path, boolean folder, Throwable failure) throws IOException {
            count(session);
        }

        @Override
        public void created(ServerSession session, Path path, Map<String, ?> attributes, Throwable failure)
                throws IOException {
            count(session);
        }
    }
}
