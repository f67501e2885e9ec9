package dev.flywheel.registry.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a search looks through, and what of it can be compared and sorted by.
///
/// @param from SQL after `from`: the searched table, and those that every statement joins
/// @param id the column that a search gives, one a found row
/// @param groups by the name before the dot; names without a dot are those of `attribute`
/// @param order how found rows are sorted when a query doesn't say
/// @param tieBreak how rows are sorted that are equal by what the query says
public record Searchable(
        String from, String id, Map<String, Group> groups, String order, String tieBreak) {

    static final String ATTRIBUTE = "attribute";

    /// Reads a query and makes the statement that finds its rows.
    ///
    /// @param conditions what holds for every row beside the filter
    /// @throws InvalidQueryException if the filter or the order can't be read
    public Fragment statement(List<Fragment> conditions, SearchQuery query) {
        List<Fragment> where = new ArrayList<>(conditions);
        where.addAll(new FilterParser(this, query.filter()).parse());
        Ordering ordering = Ordering.read(this, query.orderBy());
        return Fragment.of("select %s from %s".formatted(id, from))
                .then(ordering.joins())
                .then(Fragment.joined(" and ", where).within(where.isEmpty() ? "" : "where ", ""))
                .then(Fragment.of("order by " + ordering.sql()))
                .then(Fragment.of("limit ? offset ?", query.limit(), query.offset()));
    }

    /// The same with a group of fixed names.
    ///
    /// @param names under which the group is known
    public Searchable with(Map<String, Field> fields, String... names) {
        return with(new Group.Named(Map.copyOf(fields)), names);
    }

    /// The same with another group.
    ///
    /// @param names under which the group is known
    public Searchable with(Group group, String... names) {
        Map<String, Group> all = new LinkedHashMap<>(groups);
        for (String name : names) {
            all.put(name, group);
        }
        return new Searchable(from, id, Collections.unmodifiableMap(all), order, tieBreak);
    }
}
