package dev.flywheel.support.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.flywheel.contracts.artifact.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// Remembers verified tokens by their hash until they expire, as a signature check costs as much as
/// a whole request. Refused tokens are not remembered.
final class CachingJwtDecoder implements JwtDecoder {

    private static final int TOKENS = 10_000;
    private static final Duration WITHOUT_EXPIRY = Duration.ofMinutes(5);

    private final JwtDecoder verifier;
    private final Clock clock;
    private final Cache<Digest, Jwt> verified =
            Caffeine.newBuilder()
                    .maximumSize(TOKENS)
                    .expireAfter(Expiry.creating((Digest _, Jwt jwt) -> remaining(jwt)))
                    .build();

    CachingJwtDecoder(JwtDecoder verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    @Override
    public Jwt decode(String token) {
        Digest hash = Digest.of(token.getBytes(StandardCharsets.UTF_8));
        Jwt known = verified.getIfPresent(hash);
        if (known != null) {
            return known;
        }
        Jwt jwt = verifier.decode(token);
        verified.put(hash, jwt);
        return jwt;
    }

    private Duration remaining(Jwt jwt) {
        @Nullable Instant expiry = jwt.getExpiresAt();
        if (expiry == null) {
            return WITHOUT_EXPIRY;
        }
        Duration left = Duration.between(clock.instant(), expiry);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
