package dev.flywheel.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flywheel.registry.naming.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "a/./b",
                "../a",
                "a\\..\\b",
                "%2e%2e/a",
                "a/%2e",
                "a\u0000b",
                "a\nb",
                "a/ /b"
            })
    void refusesPathsThatLeadElsewhere(String path) {
        assertThatThrownBy(() -> new ArtifactPath(path))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("Invalid path");
    }

    @Test
    void readsAUriOfTheProxy() {
        assertThat(ArtifactPath.ofUri("mlflow-artifacts:/0/r/artifacts/bundle"))
                .contains(new ArtifactPath("0/r/artifacts/bundle"));
        assertThat(ArtifactPath.ofUri("mlflow-artifacts://host:8084/0/r/artifacts/bundle/"))
                .contains(new ArtifactPath("0/r/artifacts/bundle"));
        assertThat(ArtifactPath.ofUri("s3://bucket/0/r")).isEmpty();
    }

    @Test
    void knowsItsUriAndItsChildren() {
        ArtifactPath directory = new ArtifactPath("0/r");

        assertThat(directory.child("x").uri()).isEqualTo("mlflow-artifacts:/0/r/x");
        assertThatThrownBy(() -> directory.child("../x")).hasMessage("Invalid path");
    }
}
