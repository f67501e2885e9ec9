package dev.flywheel.cli.installation;

import dev.flywheel.standalone.Ports;
import dev.flywheel.standalone.StandaloneException;
import dev.flywheel.standalone.service.ServiceName;
import java.util.ArrayList;
import java.util.List;

/// A process of an installation and where it listens.
record Processes(String name, int port) {

    static List<Processes> all(Ports ports) {
        List<Processes> all = new ArrayList<>();
        all.add(new Processes("kafka", ports.kafka()));
        all.add(new Processes("postgres", ports.postgres()));
        for (ServiceName service : ServiceName.values()) {
            all.add(new Processes(service.shortName(), ports.of(service)));
        }
        return all;
    }

    /// Those with the given names.
    ///
    /// @throws StandaloneException if there is none of that name
    static List<Processes> named(List<String> names, Ports ports) {
        return names.stream().map(name -> named(name, ports)).toList();
    }

    private static Processes named(String name, Ports ports) {
        return all(ports).stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new StandaloneException(
                                "There is no process '%s'; there are %s."
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ",
                                                        all(ports).stream()
                                                                .map(Processes::name)
                                                                .toList()))));
    }
}
