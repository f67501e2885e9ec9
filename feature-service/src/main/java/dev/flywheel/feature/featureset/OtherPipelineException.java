package dev.flywheel.feature.featureset;

/// A file that declares another pipeline than the one that was asked for.
public final class OtherPipelineException extends RuntimeException {

    public OtherPipelineException(String asked, String found) {
        super("The file declares the pipeline '%s'; expected '%s'".formatted(found, asked));
    }
}
