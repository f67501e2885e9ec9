package dev.flywheel.training.trainer;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.tribuo.Example;
import org.tribuo.ImmutableDataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableFeatureMap;
import org.tribuo.impl.ArrayExample;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.provenance.DatasetProvenance;

/// Training rows as Tribuo wants them. Examples are made one at a time while a trainer iterates, so
/// the rows are held once and not twice.
///
/// Feature names start with their slot's number, zero-padded: Tribuo numbers features by name, and
/// so its order of summation is that of the slots.
final class TrainingRowsDataset extends ImmutableDataset<MultiLabel> {

    private static final MultiLabelFactory FACTORY = new MultiLabelFactory();
    static final MultiLabel POSITIVE = new MultiLabel("positive");
    static final MultiLabel NEGATIVE = new MultiLabel(Set.of());

    private final TrainingRows rows;
    private final String[] names;

    TrainingRowsDataset(TrainingRows rows, List<String> slotNames, DataSourceProvenance source) {
        this(rows, names(slotNames), source);
    }

    private TrainingRowsDataset(TrainingRows rows, String[] names, DataSourceProvenance source) {
        super(source, FACTORY, domain(names), outputs(rows));
        this.rows = rows;
        this.names = names;
    }

    static MultiLabelFactory factory() {
        return FACTORY;
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
    public synchronized Iterator<Example<MultiLabel>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < rows.size();
            }

            @Override
            public Example<MultiLabel> next() {
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

    private Example<MultiLabel> example(int row) {
        int start = rows.start(row);
        String[] active = new String[rows.end(row) - start];
        for (int i = 0; i < active.length; i++) {
            active[i] = names[rows.slot(start + i)];
        }
        MultiLabel label = rows.positive(row) ? POSITIVE : NEGATIVE;
        ArrayExample<MultiLabel> example = new ArrayExample<>(label, active, rows.values(row));
        example.setWeight(rows.weight(row));
        return example;
    }

    /// Every slot, also one that no row of this part uses: its weight then stays as initialised.
    private static ImmutableFeatureMap domain(String[] names) {
        MutableFeatureMap features = new MutableFeatureMap();
        for (String name : names) {
            features.add(name, 1);
        }
        return new ImmutableFeatureMap(features);
    }

    private static ImmutableOutputInfo<MultiLabel> outputs(TrainingRows rows) {
        var outputs = FACTORY.generateInfo();
        for (int row = 0; row < rows.size(); row++) {
            outputs.observe(rows.positive(row) ? POSITIVE : NEGATIVE);
        }
        return outputs.generateImmutableOutputInfo();
    }
}
