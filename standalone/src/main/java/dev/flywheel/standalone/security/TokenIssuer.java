package dev.flywheel.standalone.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.UUID;

/// Signs this installation's JWTs with the private key in its keys folder.
public final class TokenIssuer {

    public static final String ISSUER = "flywheel-standalone";

    private static final int KEY_BITS = 3072;

    private final RSAPrivateKey key;
    private final InstantSource clock;

    private TokenIssuer(RSAPrivateKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    public static Path publicKey(Path keys) {
        return keys.resolve("public.pem");
    }

    private static Path privateKey(Path keys) {
        return keys.resolve("private.pem");
    }

    public static boolean hasKey(Path keys) {
        return Files.exists(privateKey(keys));
    }

    /// Reads the key pair, or makes one if there is none.
    public static TokenIssuer open(Path keys, InstantSource clock) throws IOException {
        try {
            if (!hasKey(keys)) {
                create(keys);
            }
            byte[] der = decode(Files.readString(privateKey(keys)));
            return new TokenIssuer(
                    (RSAPrivateKey)
                            KeyFactory.getInstance("RSA")
                                    .generatePrivate(new PKCS8EncodedKeySpec(der)),
                    clock);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    privateKey(keys) + " holds no RSA key; delete " + keys + " and start again", e);
        }
    }

    private static void create(Path keys) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair pair = generator.generateKeyPair();
        Secrets.write(publicKey(keys), encode("PUBLIC KEY", pair.getPublic().getEncoded()));
        Secrets.write(privateKey(keys), encode("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    /// A token for a subject, valid from now on.
    public String token(String subject, Collection<String> scopes, Duration validity) {
        Instant now = clock.instant();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(subject)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(validity)))
                        .claim("scope", String.join(" ", scopes))
                        .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("An RSA key signs RS256", e);
        }
        return token.serialize();
    }

    /// Writes a token into a file that only its owner may read.
    public void write(Path file, String subject, Collection<String> scopes, Duration validity)
            throws IOException {
        Secrets.write(file, token(subject, scopes, validity) + "\n");
    }

    private static String encode(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        label,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                        label);
    }

    private static byte[] decode(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
