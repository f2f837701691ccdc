#!/bin/bash
# Writes the running web servers into HAProxy's configuration and reloads it when they have changed.
# discover.sh --no-reload: before HAProxy starts. An answer without any server is not believed: better stale than empty.
set -euo pipefail

servers=${SERVERS_FILE:-/run/garbageday-servers.cfg}
found=$(aws ec2 describe-instances --filters "Name=tag:garbageday:group,Values=$WEB_GROUP" \
  "Name=tag:garbageday:stage,Values=$STAGE" Name=instance-state-name,Values=running \
  --query 'Reservations[].Instances[].[InstanceId,PrivateIpAddress]' --output text | sort)
if [[ -z $found && -e $servers ]]; then
  echo 'garbageday: no web server is running; keeping the last list' >&2
  exit 0
fi

next=$(mktemp "$servers.XXXXXX")
trap 'rm -f "$next"' EXIT
{
  echo 'backend web'
  echo '    balance roundrobin'
  echo '    option httpchk GET /readyz'
  echo '    default-server check inter 200ms fastinter 100ms fall 2 rise 1 observe layer4 error-limit 1 on-error mark-down'
  while read -r instance address; do
    [[ -z $instance ]] || echo "    server $instance $address:8080"
  done <<<"$found"
} >"$next"

cmp --silent "$next" "$servers" && exit 0
chmod 0644 "$next"
mv "$next" "$servers"
[[ ${1:-} == --no-reload ]] || systemctl reload haproxy.service
