package dev.flywheel.training.trainer;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.tribuo.Example;
import org.tribuo.ImmutableDataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableFeatureMap;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/// Training rows as Tribuo wants them. Examples are made one at a time while a trainer iterates, so
/// the rows are held once and not twice.
///
/// Feature names start with their slot's number, zero-padded: Tribuo numbers features by name, and
/// so its order of summation is that of the slots.
final class TrainingRowsDataset<T extends Output<T>> extends ImmutableDataset<T> {

    static final MultiLabel POSITIVE = new MultiLabel("positive");
    static final MultiLabel NEGATIVE = new MultiLabel(Set.of());
    static final String TARGET = "label";

    private final TrainingRows rows;
    private final String[] names;
    private final DoubleFunction<T> output;
    private final double positiveWeight;

    private TrainingRowsDataset(
            Lesson lesson,
            String[] names,
            OutputFactory<T> factory,
            DoubleFunction<T> output,
            double positiveWeight) {
        super(
                source(lesson, factory),
                factory,
                domain(names),
                outputs(lesson.rows(), factory, output));
        this.rows = lesson.rows();
        this.names = names;
        this.output = output;
        this.positiveWeight = positiveWeight;
    }

    /// Labels as classes.
    ///
    /// @param positiveWeight how often a positive row counts
    static TrainingRowsDataset<MultiLabel> ofLabels(Lesson lesson, double positiveWeight) {
        return new TrainingRowsDataset<>(
                lesson,
                names(lesson.slotNames()),
                new MultiLabelFactory(),
                label -> label == 1 ? POSITIVE : NEGATIVE,
                positiveWeight);
    }

    /// Labels as numbers, in deviations from their mean.
    static TrainingRowsDataset<Regressor> ofNumbers(Lesson lesson, Spread spread) {
        return new TrainingRowsDataset<>(
                lesson,
                names(lesson.slotNames()),
                new RegressionFactory(),
                label -> new Regressor(TARGET, spread.standard(label)),
                1);
    }

    static String[] names(List<String> slotNames) {
        String[] names = new String[slotNames.size()];
        for (int slot = 0; slot < names.length; slot++) {
            names[slot] = "%08d %s".formatted(slot, slotNames.get(slot));
        }
        return names;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public synchronized Iterator<Example<T>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < rows.size();
            }

            @Override
            public Example<T> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return example(next++);
            }
        };
    }

    @Override
    public synchronized DatasetProvenance getProvenance() {
        return new DatasetProvenance(sourceProvenance, new ListProvenance<>(), this);
    }

    private Example<T> example(int row) {
        int start = rows.start(row);
        String[] active = new String[rows.end(row) - start];
        for (int i = 0; i < active.length; i++) {
            active[i] = names[rows.slot(start + i)];
        }
        double label = rows.label(row);
        ArrayExample<T> example = new ArrayExample<>(output.apply(label), active, rows.values(row));
        double weight = label == 1 ? positiveWeight : 1;
        example.setWeight((float) (rows.weight(row) * weight));
        return example;
    }

    private static DataSourceProvenance source(Lesson lesson, OutputFactory<?> factory) {
        return new SimpleDataSourceProvenance(
                lesson.source(), OffsetDateTime.ofInstant(lesson.asOf(), ZoneOffset.UTC), factory);
    }

    /// Every slot, also one that no row of this part uses: its weight then stays as initialised.
    private static ImmutableFeatureMap domain(String[] names) {
        MutableFeatureMap features = new MutableFeatureMap();
        for (String name : names) {
            features.add(name, 1);
        }
        return new ImmutableFeatureMap(features);
    }

    private static <T extends Output<T>> ImmutableOutputInfo<T> outputs(
            TrainingRows rows, OutputFactory<T> factory, DoubleFunction<T> output) {
        MutableOutputInfo<T> outputs = factory.generateInfo();
        for (int row = 0; row < rows.size(); row++) {
            outputs.observe(output.apply(rows.label(row)));
        }
        return outputs.generateImmutableOutputInfo();
    }
}
