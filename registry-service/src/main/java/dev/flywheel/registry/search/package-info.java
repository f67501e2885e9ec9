/// MLflow's search syntax: a filter and an order read into SQL whose values are all bound.
///
/// A feature tells with a [Searchable] what of its rows can be compared and sorted by; start with
/// [Searchable#statement]. It knows neither the features nor what carries the query.
@NullMarked
package dev.flywheel.registry.search;

import org.jspecify.annotations.NullMarked;
