package dev.flywheel.registry.model;

/// Why a request about a model or a version was refused.
public abstract sealed class ModelException extends RuntimeException {

    private ModelException(String message) {
        super(message);
    }

    /// No model has the name.
    public static final class ModelNotFoundException extends ModelException {

        ModelNotFoundException(String name) {
            super("Registered Model with name=%s not found".formatted(name));
        }
    }

    /// A model of that name exists.
    public static final class ModelExistsException extends ModelException {

        ModelExistsException(String name) {
            super("Registered Model (name=%s) already exists.".formatted(name));
        }
    }

    /// The model has no version of that number.
    public static final class VersionNotFoundException extends ModelException {

        public VersionNotFoundException(String name, int number) {
            super("Model Version (name=%s, version=%d) not found".formatted(name, number));
        }
    }

    /// The model has no such alias.
    public static final class AliasNotFoundException extends ModelException {

        AliasNotFoundException(String alias) {
            super("Registered model alias %s not found.".formatted(alias));
        }
    }

    /// The name is kept for a model that was deleted or renamed.
    public static final class NameKeptException extends ModelException {

        NameKeptException(String name) {
            super(
                    "Registered Model (name=%s) already exists: it was deleted or renamed, and its name is kept so that no version number is given twice. Choose another name, or create the model anew."
                            .formatted(name));
        }
    }

    /// The model has a champion, which inference serves under the model's name.
    public static final class ModelServesException extends ModelException {

        ModelServesException(String name, int champion) {
            super(
                    "Registered Model (name=%s) serves version %d, which inference would lose: take its alias champion away before it is renamed or deleted."
                            .formatted(name, champion));
        }
    }

    /// The version is the champion, and has to stay until another one is.
    public static final class VersionServesException extends ModelException {

        VersionServesException(String name, int number) {
            super(
                    "Model Version (name=%s, version=%d) is the champion, and so in Production. Promote another version, roll back, or take the alias champion away before it leaves Production or is deleted."
                            .formatted(name, number));
        }
    }

    /// The tag decides what may be promoted or what serves, and has another value already.
    public static final class TagWrittenOnceException extends ModelException {

        TagWrittenOnceException(String name, int number, String key, String value) {
            super(
                    "Changing the tag '%s' is not allowed. It was written once as '%s' for Model Version (name=%s, version=%d), and decides what may serve. Register a new version instead."
                            .formatted(key, value, name, number));
        }
    }
}
