package dev.flywheel.feature.erased;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What is kept of an erased key: its HMAC-SHA-256 (RFC 2104) under the pipeline's salt, in hex.
/// Who has the salt can test a guess; nobody can read the key from it.
public final class KeyHash {

    /// Bytes of a salt.
    public static final int SALT = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private KeyHash() {}

    public static String of(byte[] salt, String entity, String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(salt, ALGORITHM));
            mac.update(entity.getBytes(UTF_8));
            // No name of an entity has it, so no two pairs give the same bytes.
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(key.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }
}
