package dev.flywheel.model.reference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bin for missing values, one for each of the most frequent categories, one for the other known
/// ones, and one for those that the reference never saw.
public final class CategoricalBins implements Bins {

    /// How many categories have a bin of their own at most.
    public static final int TOP = 50;

    /// How many other categories are known by name; with more than these, every category that has
    /// no bin of its own counts as other, and none as new.
    public static final int MAX_OTHERS = 10_000;

    private final List<String> top;
    private final List<String> others;
    private final boolean othersComplete;
    private final Map<String, Integer> topBins;
    private final Set<String> otherNames;

    @JsonCreator
    CategoricalBins(
            @JsonProperty("top") List<String> top,
            @JsonProperty("others") List<String> others,
            @JsonProperty("others_complete") boolean othersComplete) {
        if (top.size() > TOP || others.size() > MAX_OTHERS) {
            throw new IllegalArgumentException(
                    "More than " + TOP + " top or " + MAX_OTHERS + " other categories");
        }
        this.top = List.copyOf(top);
        this.others = List.copyOf(others);
        this.othersComplete = othersComplete;
        this.topBins = new HashMap<>();
        this.top.forEach(name -> topBins.put(name, topBins.size() + 1));
        this.otherNames = new HashSet<>(this.others);
    }

    /// The bins for categories that were seen this often.
    public static CategoricalBins of(Map<String, Long> counts) {
        List<String> byFrequency =
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .toList();
        List<String> rest = byFrequency.stream().skip(TOP).toList();
        boolean complete = rest.size() <= MAX_OTHERS;
        return new CategoricalBins(
                byFrequency.stream().limit(TOP).toList(),
                complete ? rest.stream().sorted(Comparator.naturalOrder()).toList() : List.of(),
                complete);
    }

    @JsonProperty
    List<String> top() {
        return top;
    }

    @JsonProperty
    List<String> others() {
        return others;
    }

    @JsonProperty("others_complete")
    boolean othersComplete() {
        return othersComplete;
    }

    @Override
    public int size() {
        return top.size() + 3;
    }

    @Override
    public int indexOf(@Nullable Object value) {
        if (value == null) {
            return MISSING;
        }
        String name = value.toString();
        Integer bin = topBins.get(name);
        if (bin != null) {
            return bin;
        }
        return !othersComplete || otherNames.contains(name) ? otherBin() : otherBin() + 1;
    }

    @Override
    public String label(int bin) {
        if (bin == MISSING) {
            return "missing";
        }
        if (bin <= top.size()) {
            return top.get(bin - 1);
        }
        return bin == otherBin() ? "other" : "new";
    }

    private int otherBin() {
        return top.size() + 1;
    }
}
