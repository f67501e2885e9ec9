package dev.flywheel.model.encoding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Turns raw feature rows into sparse numbers, exactly as it did in training. Immutable and safe
/// for use by several threads, each with its own [EncodedRow].
///
/// Slots are laid out column after column: a number takes one slot, a category one for each known
/// value or bucket, and a column with missing values in training one more, its last, unless
/// something stands in for them.
public final class FeatureEncoder {

    private final List<FittedColumn> fitted;
    private final List<Column> columns;
    private final int[] firstSlots;
    private final List<Map<String, Integer>> vocabularies;
    private final int slots;

    public FeatureEncoder(List<FittedColumn> fitted) {
        this.fitted = List.copyOf(fitted);
        this.columns = this.fitted.stream().map(FeatureEncoder::column).toList();
        this.firstSlots = new int[this.fitted.size()];
        this.vocabularies = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < firstSlots.length; i++) {
            firstSlots[i] = next;
            vocabularies.add(vocabulary(this.fitted.get(i), next));
            next = Math.addExact(next, this.fitted.get(i).width());
        }
        this.slots = next;
    }

    /// The columns that a row must have, in order.
    public List<Column> columns() {
        return columns;
    }

    /// What was fitted, in the order of the columns.
    public List<FittedColumn> fitted() {
        return fitted;
    }

    /// How many slots there are; every encoded slot is below it.
    public int slots() {
        return slots;
    }

    /// A column's first slot. A category's values follow it in the vocabulary's order; the mark of
    /// a missing value is the column's last slot.
    public int firstSlot(int column) {
        return firstSlots[column];
    }

    /// A buffer that fits every row.
    public EncodedRow newRow() {
        return new EncodedRow(2 * columns.size());
    }

    /// Encodes a row into the buffer, which loses what it held.
    public void encode(FeatureRow row, EncodedRow into) {
        into.clear();
        for (int i = 0; i < firstSlots.length; i++) {
            switch (fitted.get(i)) {
                case FittedColumn.Numeric numeric -> encodeNumber(numeric, row.number(i), i, into);
                case FittedColumn.Raw raw -> encodeRaw(raw, row.number(i), i, into);
                case FittedColumn.Categorical categorical ->
                        encodeCategory(categorical, row, i, into);
                case FittedColumn.Hashed hashed -> encodeHash(hashed, row, i, into);
            }
        }
    }

    /// A name for each slot, such as `item_price`, `item_id=A13` or `item_price?`; unique.
    public List<String> slotNames() {
        List<String> names = new ArrayList<>(slots);
        for (FittedColumn column : fitted) {
            switch (column) {
                case FittedColumn.Numeric _, FittedColumn.Raw _ -> names.add(column.name());
                case FittedColumn.Categorical categorical ->
                        categorical
                                .vocabulary()
                                .forEach(value -> names.add(categorical.name() + "=" + value));
                case FittedColumn.Hashed hashed ->
                        IntStream.range(0, hashed.buckets())
                                .forEach(bucket -> names.add(hashed.name() + "#" + bucket));
            }
            if (column.marksMissing()) {
                names.add(column.name() + "?");
            }
        }
        return names;
    }

    private void encodeNumber(FittedColumn.Numeric column, double raw, int i, EncodedRow into) {
        double value = column.encode(raw);
        if (value != 0) {
            into.add(firstSlots[i], value);
        }
        if (column.marksMissing() && Double.isNaN(raw)) {
            into.add(firstSlots[i] + 1, 1);
        }
    }

    /// Unlike a scaled number, a zero is kept: to trees, absent means missing.
    private void encodeRaw(FittedColumn.Raw column, double raw, int i, EncodedRow into) {
        double value = column.encode(raw);
        if (!Double.isNaN(value)) {
            into.add(firstSlots[i], value);
        }
        if (column.marksMissing() && Double.isNaN(raw)) {
            into.add(firstSlots[i] + 1, 1);
        }
    }

    private void encodeCategory(
            FittedColumn.Categorical column, FeatureRow row, int i, EncodedRow into) {
        String category = row.category(i);
        String value = category == null ? column.missing() : category;
        if (value == null) {
            markMissing(column, i, into);
            return;
        }
        Integer slot = vocabularies.get(i).get(value);
        if (slot != null) {
            into.add(slot, 1);
        }
    }

    private void encodeHash(FittedColumn.Hashed column, FeatureRow row, int i, EncodedRow into) {
        String category = row.category(i);
        String value = category == null ? column.missing() : category;
        if (value == null) {
            markMissing(column, i, into);
        } else {
            into.add(firstSlots[i] + column.bucket(value), 1);
        }
    }

    private void markMissing(FittedColumn column, int i, EncodedRow into) {
        if (column.marksMissing()) {
            into.add(firstSlots[i] + column.width() - 1, 1);
        }
    }

    private static Column column(FittedColumn column) {
        return switch (column) {
            case FittedColumn.Numeric _, FittedColumn.Raw _ -> Column.numeric(column.name());
            case FittedColumn.Categorical _, FittedColumn.Hashed _ ->
                    Column.categorical(column.name());
        };
    }

    private static Map<String, Integer> vocabulary(FittedColumn column, int firstSlot) {
        if (!(column instanceof FittedColumn.Categorical categorical)) {
            return Map.of();
        }
        Map<String, Integer> slots = new HashMap<>();
        for (String value : categorical.vocabulary()) {
            slots.put(value, firstSlot + slots.size());
        }
        if (slots.size() != categorical.vocabulary().size()) {
            throw new IllegalArgumentException(
                    "The vocabulary of '" + column.name() + "' names a value twice");
        }
        return slots;
    }
}
