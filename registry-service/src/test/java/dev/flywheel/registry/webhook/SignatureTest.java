package dev.flywheel.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void isMlflows() {
        // From OpenSSL: printf '%s' "$signed" | openssl dgst -sha256 -hmac "$secret" -binary |
        // base64
        assertThat(
                        Signature.of(
                                "a secret of the receiver's",
                                "3f2c7e7e-9b6a-4c39-8f0f-6f8f6c1f1a11",
                                1218585600L,
                                "{\"entity\":\"model_version\"}"))
                .isEqualTo("v1,0afh2ZzQVTxJvtLVwgt07bw8bdRfq3sCfNCiC8Bnr6o=");
    }
}
