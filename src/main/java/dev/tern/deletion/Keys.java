package dev.tern.deletion;

import static org.jose4j.jws.AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256;
import static org.jose4j.jws.AlgorithmIdentifiers.RSA_USING_SHA256;

import java.util.Optional;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/** JSON Web Keys that sign deletion requests and receipts. Each signs by one algorithm alone, whatever a token says. */
final class Keys {
    private static final String CURVE = "P-256";
    private static final int RSA_BITS_MIN = 2048;

    private Keys() {}

    /** The key that the text writes, public or private; nothing where it is another one, or can't be read. */
    static Optional<PublicJsonWebKey> read(String jwk) {
        try {
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(jwk);
            return algorithm(key).isPresent() ? Optional.of(key) : Optional.empty();
        } catch (JoseException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The algorithm by which the key signs; nothing where Tern has none for it, or the key is made for another. */
    static Optional<String> algorithm(PublicJsonWebKey key) {
        Optional<String> algorithm =
                switch (key) {
                    case EllipticCurveJsonWebKey curve
                    when curve.getCurveName().equals(CURVE) -> Optional.of(ECDSA_USING_P256_CURVE_AND_SHA256);
                    case RsaJsonWebKey rsa
                    when rsa.getRsaPublicKey().getModulus().bitLength() >= RSA_BITS_MIN ->
                        Optional.of(RSA_USING_SHA256);
                    default -> Optional.empty();
                };
        return algorithm.filter(
                only -> key.getAlgorithm() == null || key.getAlgorithm().equals(only));
    }
}
