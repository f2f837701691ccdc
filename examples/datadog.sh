#!/usr/bin/env bash
# Creates what `garbageday export datadog` wrote: each SLO, then its monitors, which need the id that Datadog gave it.
# Usage: DD_API_KEY=… DD_APP_KEY=… bash examples/datadog.sh garbageday.datadog.json
# Another site than datadoghq.com: DD_SITE=datadoghq.eu. Needs jq and curl. Never run against Datadog so far.
# Run again, it creates everything again.
set -euo pipefail
file=${1:?which file? garbageday export datadog writes one}
: "${DD_API_KEY:?}" "${DD_APP_KEY:?}"

# The keys are not arguments of curl, which everyone on the machine can list.
keys() {
  printf 'DD-API-KEY: %s\nDD-APPLICATION-KEY: %s\n' "$DD_API_KEY" "$DD_APP_KEY"
}

api() {
  local answer
  answer=$(curl -sS --fail-with-body "https://api.${DD_SITE:-datadoghq.com}/api/v1/$1" -H @<(keys) \
    -H 'Content-Type: application/json' -d @-) || {
    echo "$answer" >&2
    return 1
  }
  echo "$answer"
}

jq -c '.slos[]' "$file" | while read -r each; do
  id=$(jq .slo <<<"$each" | api slo | jq -r '.data[0].id')
  jq -c --arg id "$id" '.monitors[] | .query |= sub("SLO_ID"; $id)' <<<"$each" | while read -r monitor; do
    api monitor <<<"$monitor"
  done
done
