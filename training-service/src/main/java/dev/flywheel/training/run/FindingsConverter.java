package dev.flywheel.training.run;

import dev.flywheel.contracts.Json;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/// Keeps findings as JSON.
@Converter
class FindingsConverter implements AttributeConverter<Findings, String> {

    @Override
    public String convertToDatabaseColumn(Findings findings) {
        return Json.MAPPER.writeValueAsString(findings);
    }

    @Override
    public Findings convertToEntityAttribute(String json) {
        return Json.MAPPER.readValue(json, Findings.class);
    }
}
