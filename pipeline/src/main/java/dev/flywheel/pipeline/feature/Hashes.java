package dev.flywheel.pipeline.feature;

/// Fast hashes of 64 bits, the same on every machine and in every release.
public final class Hashes {

    private Hashes() {}

    /// FNV-1a over the characters.
    public static long of(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    /// The finalizer of SplitMix64, which spreads close numbers evenly.
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
