#!/bin/bash
# Says which part this member plays in the replica set, because no one outside the VPC can ask mongod: every time in the
# ledger's table, where the time of it counts, and as a tag when it has changed, for people to read. A tag a quarter of a
# minute would be a configuration item each time where AWS Config records.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

question='const h = db.hello(); print(h.isWritablePrimary ? "primary" : h.secondary ? "secondary" : "syncing")'
role=$(mongosh --quiet --norc --eval "$question" 'mongodb://127.0.0.1:27017/?directConnection=true' || echo none)
instance=$("$here/metadata.sh" instance-id)

aws dynamodb put-item --table-name "$LEDGER_TABLE" --item "$(
  printf '{"pk":{"S":"member#%s"},"sk":{"S":"role"},"instanceId":{"S":"%s"},"role":{"S":"%s"},"saidAt":{"S":"%s"}}' \
    "$GROUP_NAME" "$instance" "$role" "$(date +%s)"
)"

# What this boot has tagged already; gone with a reboot, and then it is tagged once more.
tagged=${ROLE_FILE:-/run/garbageday-role}
[[ -e $tagged && $(<"$tagged") == "$role" ]] && exit 0
aws ec2 create-tags --resources "$instance" --tags "Key=garbageday:role,Value=$role"
echo "$role" >"$tagged"
