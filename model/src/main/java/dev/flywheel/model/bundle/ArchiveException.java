package dev.flywheel.model.bundle;

/// Why an archive is not taken.
public abstract sealed class ArchiveException extends RuntimeException {

    private ArchiveException(String message) {
        super(message);
    }

    /// The bytes are no zip file, or only a part of one.
    public static final class Unreadable extends ArchiveException {

        Unreadable(String reason) {
            super("The archive can't be read: " + reason);
        }
    }

    /// An entry is not what an archive may hold.
    public static final class Refused extends ArchiveException {

        private final String entry;

        Refused(String entry, String reason) {
            super("The archive's entry '%s' %s".formatted(printable(entry), reason));
            this.entry = printable(entry);
        }

        public String entry() {
            return entry;
        }

        private static String printable(String name) {
            String shown = name.length() > 200 ? name.substring(0, 200) + "..." : name;
            return shown.replaceAll("\\p{Cntrl}", "?");
        }
    }

    /// All entries together are more than an archive may hold.
    public static final class TooLarge extends ArchiveException {

        TooLarge(String reason) {
            super("The archive is too large: " + reason);
        }
    }
}
