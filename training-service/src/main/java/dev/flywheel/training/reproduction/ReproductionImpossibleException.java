package dev.flywheel.training.reproduction;

/// What a version was made of is gone, or was never told; trying again would not help.
final class ReproductionImpossibleException extends RuntimeException {

    ReproductionImpossibleException(String message) {
        super(message);
    }
}
