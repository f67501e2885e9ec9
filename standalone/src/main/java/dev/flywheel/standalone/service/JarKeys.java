package dev.flywheel.standalone.service;

import dev.flywheel.contracts.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Properties;

/// What tells one built jar from another: its digest, and the JDK. Digests of files that have not
/// been touched since are remembered, as the six jars are nearly a gigabyte.
final class JarKeys {

    private static final int DIGITS = 16;

    private final Path memory;

    /// Remembers in that folder.
    JarKeys(Path cache) {
        this.memory = cache.resolve("jars.properties");
    }

    String keyOf(Path jar) throws IOException {
        Properties known = new Properties();
        try {
            known.load(new StringReader(Files.readString(memory)));
        } catch (NoSuchFileException _) {
            // The first jar makes the file.
        }
        String state =
                "%s %d %s"
                        .formatted(
                                Jvm.identity(),
                                Files.size(jar),
                                Files.getLastModifiedTime(jar).toInstant());
        String name = jar.toAbsolutePath().toString();
        String[] remembered = known.getProperty(name, "").split("\\|", 2);
        if (remembered.length == 2 && remembered[1].equals(state)) {
            return remembered[0];
        }
        String key = digest(jar).substring(0, DIGITS);
        known.setProperty(name, key + "|" + state);
        write(known);
        return key;
    }

    private void write(Properties known) throws IOException {
        Path next = memory.resolveSibling(memory.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(next)) {
            known.store(out, null);
        }
        Files.move(next, memory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String digest(Path jar) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(Jvm.identity().getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(jar);
                OutputStream out =
                        new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            in.transferTo(out);
        }
        return Digest.ofHash(sha256.digest()).hex();
    }
}
