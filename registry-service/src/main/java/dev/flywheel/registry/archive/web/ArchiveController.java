package dev.flywheel.registry.archive.web;

import dev.flywheel.contracts.Scope;
import dev.flywheel.contracts.artifact.ReceivedFile;
import dev.flywheel.model.bundle.ArchivePart;
import dev.flywheel.model.bundle.BundleArchive;
import dev.flywheel.registry.RegistryProperties;
import dev.flywheel.registry.archive.History;
import dev.flywheel.registry.archive.VersionExport;
import dev.flywheel.registry.archive.VersionImport;
import dev.flywheel.registry.archive.VersionImport.Carrier;
import dev.flywheel.registry.archive.VersionImport.Taken;
import dev.flywheel.registry.artifact.ArtifactException.ArtifactTooLargeException;
import dev.flywheel.registry.artifact.LimitedStream;
import dev.flywheel.registry.model.ModelRegistry;
import dev.flywheel.registry.naming.Names;
import dev.flywheel.support.FlywheelProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Whole versions in and out, each as one zip file that is never held in memory.
@RestController
@SuppressWarnings("RequestMappingAnnotation") // the caller needs no annotation
@RequestMapping("/models/{model}/versions")
class ArchiveController {

    private static final String ZIP = "application/zip";

    private final VersionExport exports;
    private final VersionImport imports;
    private final History history;
    private final ModelRegistry registry;
    private final Path incoming;
    private final long limit;

    ArchiveController(
            VersionExport exports,
            VersionImport imports,
            History history,
            ModelRegistry registry,
            FlywheelProperties flywheel,
            RegistryProperties properties) {
        this.exports = exports;
        this.imports = imports;
        this.history = history;
        this.registry = registry;
        this.incoming = flywheel.stateDir().resolve("registry").resolve("archives");
        this.limit = properties.artifactLimit().toBytes();
    }

    @GetMapping(path = "/{version}/archive", produces = ZIP)
    void archive(
            @PathVariable String model, @PathVariable String version, HttpServletResponse response)
            throws IOException {
        int number = Names.version(version);
        List<ArchivePart> parts = exports.of(model, number);
        response.setContentType(ZIP);
        response.setContentLengthLong(BundleArchive.length(parts));
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("%s-%d.zip".formatted(model, number))
                        .build()
                        .toString());
        response.setHeader("X-Content-Type-Options", "nosniff");
        BundleArchive.write(response.getOutputStream(), parts);
    }

    @PostMapping(consumes = {ZIP, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    ResponseEntity<Answer> take(
            @PathVariable String model, HttpServletRequest request, Authentication caller)
            throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw new ArtifactTooLargeException(limit);
        }
        try (ReceivedFile file =
                ReceivedFile.of(incoming, new LimitedStream(request.getInputStream(), limit))) {
            Taken taken = imports.take(model, file.path(), carrier(caller));
            return ResponseEntity.status(taken.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                    .header(
                            HttpHeaders.LOCATION,
                            "/models/%s/versions/%d".formatted(model, taken.version().number()))
                    .body(Answer.of(taken));
        }
    }

    /// What became of a version in every registry that it has been in.
    @GetMapping("/{version}/history")
    List<JsonNode> history(@PathVariable String model, @PathVariable String version) {
        return history.of(registry.version(model, Names.version(version)));
    }

    private static Carrier carrier(Authentication caller) {
        boolean mayPromote =
                caller.getAuthorities().stream()
                        .anyMatch(granted ->
                                ("SCOPE_" + Scope.MODELS_PROMOTE).equals(granted.getAuthority()));
        return new Carrier(caller.getName(), mayPromote);
    }

    /// The version that an archive has become.
    ///
    /// @param created false if its bundle was here already
    record Answer(String model, int version, boolean created) {

        static Answer of(Taken taken) {
            return new Answer(
                    taken.version().model().name(), taken.version().number(), taken.isNew());
        }
    }
}
