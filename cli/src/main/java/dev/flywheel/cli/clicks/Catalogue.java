package dev.flywheel.cli.clicks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The shop's items, as the clicks tell them; the first click of an item decides its attributes.
public record Catalogue(Map<String, Click> firstClicks) {

    public static Catalogue of(List<Click> clicks) {
        Map<String, Click> first = new LinkedHashMap<>();
        for (Click click : clicks) {
            first.putIfAbsent(click.item(), click);
        }
        return new Catalogue(first);
    }

    public Collection<String> items() {
        return firstClicks.keySet();
    }

    public List<String> itemsOf(String category) {
        return firstClicks.values().stream()
                .filter(click -> click.category().equals(category))
                .map(Click::item)
                .sorted()
                .toList();
    }

    public int price(String item) {
        return click(item).price();
    }

    public Click click(String item) {
        Click click = firstClicks.get(item);
        if (click == null) {
            throw new IllegalArgumentException("No item " + item);
        }
        return click;
    }
}
