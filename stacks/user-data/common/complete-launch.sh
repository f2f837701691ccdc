#!/bin/bash
# Ends the launch of this instance: complete-launch.sh CONTINUE puts it in service, ABANDON throws it away.
# A reboot runs no installation, and a launch that has already ended is not an error.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

instance=$("$here/metadata.sh" instance-id)
aws autoscaling complete-lifecycle-action --auto-scaling-group-name "$GROUP_NAME" \
  --lifecycle-hook-name "$HOOK_NAME" --instance-id "$instance" --lifecycle-action-result "$1"
