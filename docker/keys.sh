#!/bin/bash
# Makes what the services need to trust one another, in a folder that it is given:
#   public.pem, private.pem      the key pair that signs and verifies tokens (kept if there)
#   <service>/token              with which a service calls the others, valid for 30 days (made anew)
#   <service>/db-password  of its role in PostgreSQL (kept if there; <SERVICE>_PASSWORD overrides)
#   registry/owner-password      of the role registry_owner, which migrates the registry's schema (REGISTRY_OWNER_PASSWORD overrides)
#   <service>/public.pem         so that a service needs to see no folder but its own
#   postgres/<role>-password     all the passwords, for the database
# `keys.sh DIR` makes all of them, `keys.sh DIR token [SCOPES]` prints a token for a person, valid for 12 hours.
# Needs bash and openssl.
set -euo pipefail
dir=$1
umask 077

everything='events:write features:read erasures:write runs:write models:read models:write models:promote webhooks:write predict monitoring:read'

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# subject, scopes, seconds
token() {
  local now header claims
  now=$(date +%s)
  header=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url)
  claims=$(printf '{"iss":"flywheel-compose","sub":"%s","jti":"%s","iat":%d,"exp":%d,"scope":"%s"}' \
    "$1" "$(openssl rand -hex 16)" "$now" "$((now + $3))" "$2" | base64url)
  printf '%s.%s.%s' "$header" "$claims" \
    "$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$dir/private.pem" -binary | base64url)"
}

# path, mode; the content comes from standard input and replaces the file in one step
put() {
  mkdir -p "$(dirname "$dir/$1")"
  cat >"$dir/$1.new"
  chmod "$2" "$dir/$1.new"
  mv -f "$dir/$1.new" "$dir/$1"
}

scopes_of() {
  case $1 in
    ingestion) echo 'features:read' ;;
    feature) echo 'events:write models:read features:read' ;;
    training) echo 'runs:write features:read models:read models:write models:promote' ;;
    registry) echo 'models:read' ;;
    inference) echo 'models:read features:read' ;;
    monitoring) echo 'models:read models:promote runs:write features:read' ;;
  esac
}

mkdir -p "$dir"
chmod 755 "$dir"

if [ "${2:-}" = token ]; then
  token "${USER:-somebody}" "${3:-$everything}" $((12 * 3600))
  echo
  exit
fi

if [ ! -s "$dir/private.pem" ]; then
  openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$dir/private.pem" 2>/dev/null
  openssl pkey -in "$dir/private.pem" -pubout | put public.pem 444
fi
for service in ingestion feature training registry inference monitoring; do
  token "$service" "$(scopes_of $service)" $((30 * 24 * 3600)) | put "$service/token" 400
  put "$service/public.pem" 444 <"$dir/public.pem"
done
for role in postgres ingestion feature training registry registry_owner monitoring; do
  given=${role^^}_PASSWORD
  file=$role/db-password
  if [ "$role" = registry_owner ]; then file=registry/owner-password; fi
  if [ -n "${!given:-}" ]; then
    printf '%s' "${!given}" | put "$file" 400
  elif [ ! -s "$dir/$file" ]; then
    openssl rand -hex 24 | tr -d '\n' | put "$file" 400
  fi
  put "postgres/$role-password" 400 <"$dir/$file"
done
if [ "$(id -u)" = 0 ]; then
  # The services run as this user; the private key stays root's.
  for service in ingestion feature training registry inference monitoring; do
    chown -R 10001:10001 "$dir/$service"
  done
fi
echo "Keys, tokens and passwords are in $dir"
