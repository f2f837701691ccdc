#!/bin/bash
# Points HOST_NAME in zone ZONE_ID at this instance, and returns when every name server says so.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

address=$("$here/metadata.sh" local-ipv4)
# Five seconds: peers and clients must not call a dead member for long.
batch=$(printf '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"%s","Type":"A","TTL":5,"ResourceRecords":[{"Value":"%s"}]}}]}' \
  "$HOST_NAME" "$address")
change=$(aws route53 change-resource-record-sets --hosted-zone-id "$ZONE_ID" --change-batch "$batch" \
  --query ChangeInfo.Id --output text)
aws route53 wait resource-record-sets-changed --id "$change"
