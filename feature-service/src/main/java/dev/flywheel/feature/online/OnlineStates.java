package dev.flywheel.feature.online;

import dev.flywheel.pipeline.Pipeline;
import java.util.List;

/// The online states that this instance keeps: of every declared pipeline, and of feature sets that
/// were declared before and are still served.
public interface OnlineStates {

    /// Counts up when stores or internal topics become others: an application of another name finds
    /// nothing of the old ones, and is filled from the archive.
    int LAYOUT = 3;

    /// The online state of the declared feature set of that pipeline, which must be declared.
    OnlineState of(String pipeline);

    /// The online state of a feature set.
    OnlineState of(String pipeline, String featureSet);

    /// The online states of a pipeline that this instance keeps now, of all its feature sets.
    List<OnlineState> kept(String pipeline);

    /// Keeps the online state of a pipeline's feature set from now on, if it is not kept already.
    ///
    /// @param generation how often it was begun; the states of another generation are left
    /// @param whole whether nothing of the past is missing in it; nobody is answered before
    void keep(Pipeline pipeline, int generation, boolean whole);

    /// Keeps it no longer, and forgets what of it is on this instance's disk.
    void drop(String pipeline, String featureSet);

    /// The name of the application that keeps it: of its consumer group, and the beginning of its
    /// internal topics' names.
    static String application(String pipeline, String featureSet, int generation) {
        return "%s%d-%d".formatted(applications(pipeline, featureSet), LAYOUT, generation);
    }

    /// How the names of all applications begin that ever kept it.
    static String applications(String pipeline, String featureSet) {
        return "flywheel-%s-%s-".formatted(pipeline, featureSet);
    }
}
