package dev.flywheel.standalone.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @TempDir Path keys;

    private final InstantSource clock = InstantSource.fixed(NOW);

    @Test
    void signsTokensThatThePublicKeyVerifies() throws Exception {
        TokenIssuer issuer = TokenIssuer.open(keys, clock);

        String token = issuer.token("me", List.of("predict", "models:read"), Duration.ofHours(1));

        SignedJWT jwt = SignedJWT.parse(token);
        assertThat(jwt.verify(new RSASSAVerifier(publicKey()))).isTrue();
        assertThat(jwt.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("predict models:read");
        assertThat(jwt.getJWTClaimsSet().getExpirationTime().toInstant())
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    private RSAPublicKey publicKey() throws IOException, GeneralSecurityException {
        String pem = Files.readString(TokenIssuer.publicKey(keys));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return (RSAPublicKey)
                KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    }

    @Test
    void keepsItsKeyAndItsPasswordsForTheOwnerOnly() throws IOException {
        TokenIssuer.open(keys, clock);
        String key = Files.readString(keys.resolve("private.pem"));
        String password = new Secrets(keys).password("registry");

        TokenIssuer.open(keys, clock);

        assertThat(Files.readString(keys.resolve("private.pem"))).isEqualTo(key);
        assertThat(new Secrets(keys).password("registry")).isEqualTo(password).hasSize(48);
        assertThat(new Secrets(keys).password("feature")).isNotEqualTo(password);
        for (String file : List.of("private.pem", "database.properties")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(keys.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }
}
