package dev.flywheel.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarKeysTest {

    @TempDir Path folder;

    @Test
    void givesEqualJarsEqualKeysAndOthersOthers() throws IOException {
        JarKeys keys = new JarKeys(folder);
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        String first = keys.keyOf(jar);

        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        String touched = keys.keyOf(jar);
        Files.writeString(jar, "another");
        String changed = keys.keyOf(jar);

        assertThat(touched).isEqualTo(first);
        assertThat(changed).isNotEqualTo(first);
    }

    @Test
    void remembersTheKeyOfAJarThatNobodyTouched() throws IOException {
        Path jar = Files.writeString(folder.resolve("a.jar"), "one");
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(jar, time);
        String first = new JarKeys(folder).keyOf(jar);

        Files.writeString(jar, "two");
        Files.setLastModifiedTime(jar, time);

        assertThat(new JarKeys(folder).keyOf(jar)).isEqualTo(first);
    }
}
