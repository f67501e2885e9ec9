package dev.flywheel.onnx.export;

import dev.flywheel.model.scoring.FactorizationPlan;
import dev.flywheel.model.scoring.GradientBoostingPlan;
import dev.flywheel.model.scoring.LinearPlan;
import dev.flywheel.model.scoring.ScoringPlan;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// A plan's numbers, slot by slot. The slot behind the last weighs nothing.
///
/// @param factors how many a slot has; none in a linear plan
/// @param plusFactors how many of them count for the positive label
record Weights(
        int slots,
        double bias,
        IntToDoubleFunction linear,
        int factors,
        int plusFactors,
        FactorOf factor) {

    interface FactorOf {
        double at(int slot, int factor);
    }

    static Weights of(ScoringPlan plan) throws NotExportableException {
        return switch (plan) {
            case LinearPlan linear ->
                    new Weights(linear.slots(), linear.bias(), linear::weight, 0, 0, (_, _) -> 0);
            case FactorizationPlan machine ->
                    new Weights(
                            machine.slots(),
                            machine.bias(),
                            machine::weight,
                            machine.factors(),
                            machine.plusFactors(),
                            machine::factor);
            case GradientBoostingPlan _ ->
                    throw new NotExportableException(
                            "boosted trees are not exported; logistic and linear regression and"
                                    + " factorization machines are");
        };
    }

    /// A row of one weight for each of the slots.
    double[] linear(List<Integer> of) {
        return of.stream()
                .mapToDouble(slot -> slot == slots ? 0 : linear.applyAsDouble(slot))
                .toArray();
    }

    /// A row of all factors for each of the slots.
    double[] factors(List<Integer> of) {
        double[] table = new double[Math.multiplyExact(of.size(), factors)];
        for (int row = 0; row < of.size(); row++) {
            int slot = of.get(row);
            for (int f = 0; f < factors && slot < slots; f++) {
                table[row * factors + f] = factor.at(slot, f);
            }
        }
        return table;
    }

    /// Half of the sum over a machine's factors, those that count against the label negative.
    double[] signs() {
        double[] signs = new double[factors];
        for (int f = 0; f < factors; f++) {
            signs[f] = f < plusFactors ? 0.5 : -0.5;
        }
        return signs;
    }
}
