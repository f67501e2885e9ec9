package dev.flywheel.model.reference;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// A fixed division of a feature's values; bin 0 is for missing values. Immutable.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumericBins.class, name = "numeric"),
    @JsonSubTypes.Type(value = CategoricalBins.class, name = "categorical")
})
public sealed interface Bins permits NumericBins, CategoricalBins {

    /// The bin of missing values.
    int MISSING = 0;

    /// How many bins there are.
    int size();

    /// The bin that a raw value falls into; null and NaN are missing, and so is a text where a
    /// number belongs.
    int indexOf(@Nullable Object value);

    /// What a bin holds, for people.
    String label(int bin);
}
