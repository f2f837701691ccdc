#!/bin/bash
# Makes a fresh Amazon Linux 2023 instance one of the HAProxy pair. Run once, by cloud-init, as root.
set -euo pipefail
set -o allexport
# shellcheck source=/dev/null
source "${NODE_ENVIRONMENT:-/etc/garbageday/node.env}"
set +o allexport
here=$(dirname "$(readlink -f "$0")")

# Whatever fails, this instance is of no use: the group shall throw it away now, not when the hook times out.
trap '"$here/complete-launch.sh" ABANDON' ERR

dnf install --assumeyes haproxy
systemctl daemon-reload
systemctl enable --now haproxy.service garbageday-discover.timer
curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-connrefused --output /dev/null \
  http://127.0.0.1:8404/healthz
"$here/complete-launch.sh" CONTINUE
