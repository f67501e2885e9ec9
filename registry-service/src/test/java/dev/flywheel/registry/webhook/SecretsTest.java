package dev.flywheel.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final String KEY = key((byte) 1);

    @Test
    void encryptsEachTimeAnew() {
        Secrets secrets = new Secrets(WebhookFixtures.properties(false, false, KEY));

        String first = secrets.seal("s3cret-ü");
        String second = secrets.seal("s3cret-ü");

        assertThat(first).isNotEqualTo(second).doesNotContain("s3cret");
        assertThat(secrets.open(first)).isEqualTo("s3cret-ü");
        assertThat(secrets.open(second)).isEqualTo("s3cret-ü");
    }

    @Test
    void opensWhatWasKeptBeforeThereWasAKey() {
        String plain = new Secrets(WebhookFixtures.properties(false, false, "")).seal("s3cret");

        assertThat(new Secrets(WebhookFixtures.properties(false, false, KEY)).open(plain))
                .isEqualTo("s3cret");
    }

    @Test
    void namesTheSettingWhoseKeyIsAnother() {
        String sealed = new Secrets(WebhookFixtures.properties(false, false, KEY)).seal("s3cret");

        for (String other : new String[] {"", key((byte) 2)}) {
            Secrets secrets = new Secrets(WebhookFixtures.properties(false, false, other));
            assertThatThrownBy(() -> secrets.open(sealed))
                    .hasMessageContaining("FLYWHEEL_REGISTRY_WEBHOOKS_KEY")
                    .hasMessageNotContaining("s3cret");
        }
    }

    private static String key(byte seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, seed);
        return Base64.getEncoder().encodeToString(key);
    }
}
