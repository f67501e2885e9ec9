# One file for the six services, after `mvn -DskipTests package`:
#   docker build --build-arg SERVICE=ingestion-service -t flywheel/ingestion .
FROM eclipse-temurin:25-jre AS layers
ARG SERVICE
WORKDIR /build
COPY ${SERVICE}/target/${SERVICE}-*.jar service.jar
# Libraries, which seldom change, become layers of their own.
RUN java -Djarmode=tools -jar service.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
# XGBoost, in training, needs libgomp, which the image lacks.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 \
 && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 flywheel \
 && useradd --system --uid 10001 --gid flywheel --home-dir /var/lib/flywheel --shell /usr/sbin/nologin flywheel \
 && install -d -o flywheel -g flywheel /var/lib/flywheel /var/lib/flywheel/artifacts /var/lib/flywheel/state
WORKDIR /app
COPY --from=layers /build/layers/dependencies/ ./
COPY --from=layers /build/layers/spring-boot-loader/ ./
COPY --from=layers /build/layers/snapshot-dependencies/ ./
COPY --from=layers /build/layers/application/ ./
ENV SERVER_PORT=8080 \
    FLYWHEEL_PIPELINES=/etc/flywheel/pipelines \
    FLYWHEEL_ARTIFACTS=/var/lib/flywheel/artifacts \
    FLYWHEEL_STATE_DIR=/var/lib/flywheel/state
# More flags for the JVM go into JDK_JAVA_OPTIONS.
USER 10001:10001
EXPOSE 8080
# The image has no curl: bash speaks enough HTTP.
HEALTHCHECK --interval=5s --timeout=4s --start-period=300s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$SERVER_PORT && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200'* ]]"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "service.jar"]
