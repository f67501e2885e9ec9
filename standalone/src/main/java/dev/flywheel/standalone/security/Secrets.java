package dev.flywheel.standalone.security;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/// The secrets in a folder that only its owner may enter: random passwords, made on first use.
public final class Secrets {

    private static final int PASSWORD_BYTES = 24;

    private final Path folder;

    public Secrets(Path folder) {
        this.folder = folder;
    }

    /// The password of a PostgreSQL role, the same on every call.
    public synchronized String password(String role) throws IOException {
        Properties passwords = new Properties();
        Path file = folder.resolve("database.properties");
        try {
            passwords.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException _) {
            // The first role's password makes the file.
        }
        String known = passwords.getProperty(role);
        if (known != null) {
            return known;
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        passwords.setProperty(role, password);
        StringBuilder lines = new StringBuilder();
        passwords.stringPropertyNames().stream()
                .sorted()
                .forEach(name ->
                        lines.append(name)
                                .append('=')
                                .append(passwords.getProperty(name))
                                .append('\n'));
        write(file, lines.toString());
        return password;
    }

    /// Writes a file that only its owner may read, whole or not at all.
    static void write(Path file, String content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(
                temporary,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
