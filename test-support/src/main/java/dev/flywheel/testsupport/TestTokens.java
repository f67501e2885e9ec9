package dev.flywheel.testsupport;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/// An issuer for tests: a key pair made once a JVM, and tokens signed with it.
public final class TestTokens {

    private static final KeyPair KEYS = generate();

    private TestTokens() {}

    /// The value for `FLYWHEEL_JWT_PUBLIC_KEY`.
    public static Path publicKeyFile() {
        return PublicKeyFile.PATH;
    }

    /// A token, valid for an hour, that carries these scopes.
    public static String token(String... scopes) {
        return tokenOf("tester", scopes);
    }

    /// A token of somebody else.
    public static String tokenOf(String subject, String... scopes) {
        return sign(subject, Duration.ofHours(1), scopes);
    }

    /// A token whose time is over.
    public static String expiredToken(String... scopes) {
        return sign("tester", Duration.ofHours(-1), scopes);
    }

    @SuppressWarnings({"TimeZoneUsage", "JavaUtilDate"}) // a real token for a real decoder
    private static String sign(String subject, Duration validity, String... scopes) {
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer("https://tests.flywheel.dev")
                        .subject(subject)
                        .claim("scope", String.join(" ", scopes))
                        .expirationTime(Date.from(Instant.now().plus(validity)))
                        .build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            jwt.sign(new RSASSASigner(KEYS.getPrivate()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has RSA", e);
        }
    }

    private static final class PublicKeyFile {

        static final Path PATH = write();

        private static Path write() {
            String pem =
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(KEYS.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n";
            try {
                Path file = Files.createTempFile("flywheel-test", ".pem");
                file.toFile().deleteOnExit();
                return Files.writeString(file, pem);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
