package dev.flywheel.training.scoring;

import dev.flywheel.model.encoding.Column;
import dev.flywheel.model.encoding.FeatureRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row seen through other columns than it has.
final class Projection {

    private final int @Nullable [] sources;

    private Projection(int @Nullable [] sources) {
        this.sources = sources;
    }

    static Projection of(List<Column> has, List<Column> wants) {
        List<String> names = has.stream().map(Column::name).toList();
        int[] sources = new int[wants.size()];
        boolean same = names.size() == wants.size();
        for (int i = 0; i < sources.length; i++) {
            sources[i] = names.indexOf(wants.get(i).name());
            same &= sources[i] == i;
            if (sources[i] < 0) {
                throw new IllegalArgumentException(
                        "The rows have no column '" + wants.get(i).name() + "'");
            }
        }
        return new Projection(same ? null : sources);
    }

    FeatureRow apply(FeatureRow row) {
        int[] from = sources;
        if (from == null) {
            return row;
        }
        return new FeatureRow() {
            @Override
            public double number(int column) {
                return row.number(from[column]);
            }

            @Override
            public @Nullable String category(int column) {
                return row.category(from[column]);
            }
        };
    }
}
