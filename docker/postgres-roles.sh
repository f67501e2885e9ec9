#!/bin/bash
# Runs once, when the database is made: a role and a schema for each service, and nothing for anybody else.
# The registry's schema belongs to a role of its own, which migrates it: what keeps the audit trail whole only an owner can drop.
set -euo pipefail
psql=(psql -v ON_ERROR_STOP=1 --no-password -U "${POSTGRES_USER:-postgres}" -d "${POSTGRES_DB:-flywheel}")

for role in ingestion feature training registry monitoring; do
  password=${role^^}_PASSWORD
  "${psql[@]}" -v role="$role" -v password="${!password}" -v db="${POSTGRES_DB:-flywheel}" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
GRANT CONNECT, TEMPORARY ON DATABASE :"db" TO :"role";
CREATE SCHEMA :"role" AUTHORIZATION :"role";
ALTER ROLE :"role" SET search_path = :"role";
SQL
done
"${psql[@]}" -v password="$REGISTRY_OWNER_PASSWORD" -v db="${POSTGRES_DB:-flywheel}" <<'SQL'
CREATE ROLE registry_owner LOGIN PASSWORD :'password';
GRANT CONNECT ON DATABASE :"db" TO registry_owner;
ALTER ROLE registry_owner SET search_path = registry;
ALTER SCHEMA registry OWNER TO registry_owner;
REVOKE ALL ON DATABASE :"db" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
