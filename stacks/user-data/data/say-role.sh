#!/bin/bash
# Tags this instance with its part in the replica set and the time, because nobody outside the VPC can ask mongod.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

question='const h = db.hello(); print(h.isWritablePrimary ? "primary" : h.secondary ? "secondary" : "syncing")'
role=$(mongosh --quiet --norc --eval "$question" 'mongodb://127.0.0.1:27017/?directConnection=true' || echo none)
instance=$("$here/metadata.sh" instance-id)
aws ec2 create-tags --resources "$instance" \
  --tags "Key=garbageday:role,Value=$role" "Key=garbageday:role-at,Value=$(date +%s)"
