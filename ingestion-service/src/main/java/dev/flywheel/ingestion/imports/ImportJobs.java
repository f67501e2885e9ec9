package dev.flywheel.ingestion.imports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// All imports.
interface ImportJobs extends Repository<ImportJob, UUID> {

    ImportJob save(ImportJob job);

    Optional<ImportJob> findById(UUID id);

    List<ImportJob> findTop50ByPipelineOrderByCreatedAtDesc(String pipeline);

    /// The oldest import that nobody carries out, locked; those that somebody else is just claiming
    /// are passed over.
    @Query(
            nativeQuery = true,
            value =
                    """
                    select * from import_job
                    where status in ('QUEUED', 'RUNNING')
                      and (leased_until is null or leased_until < :now)
                    order by created_at
                    limit 1
                    for update skip locked
                    """)
    Optional<ImportJob> lockNextWithoutOwner(Instant now);

    /// Where the latest import of that name that has a position is.
    @Query(
            """
            select file.position from ImportJob job join job.files file
            where job.pipeline = :pipeline and job.importName = :name and file.position is not null
            order by job.createdAt desc
            limit 1
            """)
    Optional<String> latestPosition(String pipeline, String name);
}
