package dev.flywheel.model.scoring;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A plan as bytes: `FWP1`, the kind, the shape, then big-endian doubles, each bit kept.
public final class PlanFormat {

    private static final int MAGIC = 0x46575031;
    private static final byte LINEAR = 1;
    private static final byte FACTORIZATION = 2;
    private static final int HEADER = Integer.BYTES + 1 + 3 * Integer.BYTES + 2 * Double.BYTES;

    private PlanFormat() {}

    public static byte[] write(ScoringPlan plan) {
        return switch (plan) {
            case LinearPlan linear ->
                    write(LINEAR, linear, 0, linear.bias(), linear.weights(), new double[0]);
            case FactorizationPlan machine ->
                    write(
                            FACTORIZATION,
                            machine,
                            machine.plusFactors(),
                            machine.bias(),
                            machine.weights(),
                            machine.matrix());
        };
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws PlanFormatException if the bytes are anything else
    public static ScoringPlan read(byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new PlanFormatException(
                    "A scoring plan has more than " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int magic = in.getInt();
        byte kind = in.get();
        int slots = in.getInt();
        int matrixLength = in.getInt();
        int plusFactors = in.getInt();
        double bias = in.getDouble();
        double offset = in.getDouble();
        long expected = HEADER + Double.BYTES * ((long) slots + matrixLength);
        if (magic != MAGIC || slots < 0 || matrixLength < 0 || expected != bytes.length) {
            throw new PlanFormatException(
                    "Not a scoring plan: %d bytes that say %d slots and %d factors"
                            .formatted(bytes.length, slots, matrixLength));
        }
        double[] weights = doubles(in, slots);
        double[] matrix = doubles(in, matrixLength);
        requireFinite(bias, offset, weights, matrix);
        return switch (kind) {
            case LINEAR -> new LinearPlan(bias, weights, offset);
            case FACTORIZATION -> factorization(bias, weights, plusFactors, matrix, offset);
            default -> throw new PlanFormatException("Unknown kind of scoring plan " + kind);
        };
    }

    private static ScoringPlan factorization(
            double bias, double[] weights, int plusFactors, double[] matrix, double offset) {
        try {
            return new FactorizationPlan(bias, weights, plusFactors, matrix, offset);
        } catch (IllegalArgumentException e) {
            throw new PlanFormatException("Not a factorization machine: " + e.getMessage());
        }
    }

    private static byte[] write(
            byte kind,
            ScoringPlan plan,
            int plusFactors,
            double bias,
            double[] weights,
            double[] matrix) {
        requireFinite(bias, plan.offset(), weights, matrix);
        int length =
                Math.addExact(
                        HEADER,
                        Math.multiplyExact(
                                Double.BYTES, Math.addExact(weights.length, matrix.length)));
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(MAGIC).put(kind);
        out.putInt(weights.length).putInt(matrix.length).putInt(plusFactors);
        out.putDouble(bias).putDouble(plan.offset());
        Arrays.stream(weights).forEach(out::putDouble);
        Arrays.stream(matrix).forEach(out::putDouble);
        return out.array();
    }

    private static double[] doubles(ByteBuffer in, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getDouble();
        }
        return values;
    }

    private static void requireFinite(
            double bias, double offset, double[] weights, double[] matrix) {
        boolean finite =
                Double.isFinite(bias)
                        && Double.isFinite(offset)
                        && Arrays.stream(weights).allMatch(Double::isFinite)
                        && Arrays.stream(matrix).allMatch(Double::isFinite);
        if (!finite) {
            throw new PlanFormatException(
                    "A scoring plan has only finite numbers; this one diverged in training");
        }
    }
}
