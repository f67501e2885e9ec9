package dev.flywheel.pipeline.feature;

import dev.flywheel.pipeline.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds out what the keys of states are made of, while features are compiled one after another.
final class KeyParts {

    private final Schema schema;
    private final List<FeatureSpec> specs;
    private final List<FeatureSource> sources;
    private final List<String> entities;
    private final Map<String, KeyPart> ofFeatures = new LinkedHashMap<>();

    /// @param sources of the features compiled so far
    KeyParts(Schema schema, List<FeatureSpec> specs, List<FeatureSource> sources) {
        this.schema = schema;
        this.specs = specs;
        this.sources = sources;
        this.entities = List.copyOf(schema.entities().keySet());
    }

    /// The parts that are features, by their position behind the entities.
    List<KeyPart> ofFeatures() {
        return List.copyOf(ofFeatures.values());
    }

    /// @param by names of entities and of features compiled already; an entity goes before a
    ///   feature of the same name
    List<KeyPart> of(List<String> by) {
        List<KeyPart> parts = new ArrayList<>();
        for (String name : by) {
            if (entities.contains(name)) {
                parts.add(new KeyPart.OfEntity(entities.indexOf(name), schema.entity(name).key()));
            } else {
                KeyPart part = ofFeatures.get(name);
                if (part == null) {
                    part = ofFeature(name, entities.size() + ofFeatures.size());
                    ofFeatures.put(name, part);
                }
                parts.add(part);
            }
        }
        return parts;
    }

    private KeyPart ofFeature(String name, int position) {
        for (int column = 0; column < sources.size(); column++) {
            FeatureSpec spec = specs.get(column);
            if (spec.name().equals(name)) {
                return ofFeature(spec, sources.get(column), column, position);
            }
        }
        throw new IllegalArgumentException("No '%s' is declared before".formatted(name));
    }

    private KeyPart ofFeature(FeatureSpec spec, FeatureSource source, int column, int position) {
        if (spec.operator() instanceof Operator.Last last
                && source instanceof FeatureSource.OfCell(int group, int cell, _)) {
            Value value = last.value();
            String keyField =
                    value instanceof Value.OfEntity(_, String entity, _)
                            ? schema.entity(entity).key()
                            : null;
            GroupPlan.Input input = new GroupPlan.Input(cell, last.where(), value, keyField);
            return new KeyPart.OfLast(position, column, group, input, last, spec.normalize());
        }
        if (spec.operator() instanceof Operator.Attribute attribute
                && source instanceof FeatureSource.OfAttribute of) {
            String keyField = schema.entity(attribute.entity()).key();
            return new KeyPart.OfAttribute(
                    position, column, of, attribute, keyField, spec.normalize());
        }
        if (source instanceof FeatureSource.OfField(String field)) {
            return new KeyPart.OfField(position, column, field, spec.normalize());
        }
        throw new IllegalArgumentException("'%s' can't key a state".formatted(spec.name()));
    }
}
