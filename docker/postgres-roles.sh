#!/bin/bash
# Runs once, when the database is made: a role and a schema for each service, and nothing for anybody else.
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
"${psql[@]}" -v db="${POSTGRES_DB:-flywheel}" <<'SQL'
REVOKE ALL ON DATABASE :"db" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
