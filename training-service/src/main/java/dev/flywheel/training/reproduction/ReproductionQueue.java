package dev.flywheel.training.reproduction;

/// Where reproductions wait for their turn. What is put in survives a crash, and is in the caller's
/// transaction.
interface ReproductionQueue {

    void put(String id);
}
