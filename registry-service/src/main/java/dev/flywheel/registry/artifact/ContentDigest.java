package dev.flywheel.registry.artifact;

import dev.flywheel.contracts.artifact.Digest;
import dev.flywheel.registry.naming.InvalidValueException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client says the SHA-256 of its upload is, in the headers `Content-Digest` and
/// `Repr-Digest` (RFC 9530). Other algorithms are passed over, as the RFC has it; an upload is not
/// encoded, so both mean the same bytes.
public record ContentDigest(List<Digest> told) {

    private static final Pattern MEMBER =
            Pattern.compile("\\s*([a-z0-9*_.-]+)\\s*=\\s*:([A-Za-z0-9+/]*=*):\\s*");
    private static final String SHA_256 = "sha-256";
    private static final int BYTES = 32;

    /// Reads the headers' values.
    ///
    /// @throws InvalidValueException if one is no digest
    public static ContentDigest of(List<String> headers) {
        List<Digest> told = new ArrayList<>();
        for (String header : headers) {
            for (String member : header.split(",", -1)) {
                read(member).ifPresent(told::add);
            }
        }
        return new ContentDigest(told);
    }

    /// Refuses bytes that are not those that the client meant to send.
    ///
    /// @throws ArtifactException.WrongDigestException if they are others
    public void require(Digest actual) {
        for (Digest expected : told) {
            if (!expected.equals(actual)) {
                throw new ArtifactException.WrongDigestException(expected, actual);
            }
        }
    }

    private static Optional<Digest> read(String member) {
        Matcher matcher = MEMBER.matcher(member);
        if (!matcher.matches()) {
            throw new InvalidValueException(
                    "A digest is '%s', expected such as sha-256=:<base64>:".formatted(member));
        }
        if (!matcher.group(1).equals(SHA_256)) {
            return Optional.empty();
        }
        byte[] hash = decoded(matcher.group(2));
        if (hash.length != BYTES) {
            throw new InvalidValueException(
                    "A SHA-256 has %d bytes, and this one %d".formatted(BYTES, hash.length));
        }
        return Optional.of(Digest.ofHash(hash));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new InvalidValueException("A digest is no base64: '%s'".formatted(base64));
        }
    }
}
