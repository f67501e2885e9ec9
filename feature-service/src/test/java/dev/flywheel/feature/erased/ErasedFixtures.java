package dev.flywheel.feature.erased;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// Keys that were erased, for tests of those who ask.
public final class ErasedFixtures {

    static final byte[] SALT = "a salt of the pipeline's own".getBytes(UTF_8);

    private ErasedFixtures() {}

    public static ErasedKeys anErasedUser(String key) {
        return new ErasedKeys(
                SALT,
                List.of(new ErasedKeys.Erased("user", "user_id", KeyHash.of(SALT, "user", key))));
    }
}
