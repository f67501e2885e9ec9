package dev.flywheel.pipeline.imports;

import dev.flywheel.pipeline.Pipeline;
import dev.flywheel.pipeline.PipelineFixtures;
import dev.flywheel.pipeline.PipelineReader;

/// The small shop with two imports of one file.
final class ImportFixtures {

    static final String YAML =
            PipelineFixtures.YAML
                    + """
                    imports:
                      clicks:
                        path: clicks-{yyyy-MM-dd}.csv
                        delimiter: ";"
                        event_type: click
                        where: { bought: [0, no] }
                        columns:
                          user_id: session ID
                          item_id: { template: "{shop}-{model}" }
                          event_time: { time: at, pattern: dd.MM.yyyy HH:mm, zone: Europe/Berlin }
                          order: order
                          device: { column: device, map: { 1: phone, 2: desktop }, default: phone }
                        sample: { by: session ID, share: 0.5 }
                        from: 2008-04-01T00:00:00Z
                        schedule: "30 2 * * *"
                        rate: 500
                      items:
                        path: clicks.ndjson
                        target: entity:item
                        columns: { key: model, price: price }
                    """;

    private ImportFixtures() {}

    static Pipeline aPipeline() {
        return PipelineReader.read(YAML, "shop.yaml");
    }
}
