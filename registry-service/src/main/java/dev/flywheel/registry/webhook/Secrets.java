package dev.flywheel.registry.webhook;

import dev.flywheel.registry.RegistryProperties;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// Encrypts the webhooks' secrets for the database (AES-256-GCM), if there is a key.
@Component
class Secrets {

    private static final String ENCRYPTED = "aes-gcm:";
    private static final String PLAIN = "plain:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Optional<SecretKeySpec> key;
    private final SecureRandom random = new SecureRandom();

    Secrets(RegistryProperties properties) {
        this.key =
                Optional.of(properties.webhooks().key())
                        .filter(text -> !text.isEmpty())
                        .map(text -> new SecretKeySpec(Base64.getDecoder().decode(text), "AES"));
    }

    String seal(String secret) {
        if (key.isEmpty()) {
            return PLAIN + secret;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(StandardCharsets.UTF_8));
        return ENCRYPTED
                + Base64.getEncoder()
                        .encodeToString(
                                ByteBuffer.allocate(nonce.length + sealed.length)
                                        .put(nonce)
                                        .put(sealed)
                                        .array());
    }

    /// @throws IllegalStateException if it was encrypted with another key
    String open(String stored) {
        if (stored.startsWith(PLAIN)) {
            return stored.substring(PLAIN.length());
        }
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(stored.substring(ENCRYPTED.length())));
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        byte[] sealed = new byte[bytes.remaining()];
        bytes.get(sealed);
        return new String(crypt(Cipher.DECRYPT_MODE, nonce, sealed), StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] text) {
        SecretKeySpec aes =
                key.orElseThrow(() ->
                        new IllegalStateException(
                                "A webhook's secret is encrypted, and FLYWHEEL_REGISTRY_WEBHOOKS_KEY is not set"));
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, aes, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "A webhook's secret was encrypted with another key than FLYWHEEL_REGISTRY_WEBHOOKS_KEY",
                    e);
        }
    }
}
