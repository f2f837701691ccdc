#!/bin/bash
# Makes a fresh Amazon Linux 2023 instance a member of the replica set. Run once, by cloud-init, as root.
set -euo pipefail
set -o allexport
# shellcheck source=/dev/null
source "${NODE_ENVIRONMENT:-/etc/garbageday/node.env}"
set +o allexport
here=$(dirname "$(readlink -f "$0")")

# Whatever fails, this instance is of no use: the group shall throw it away now, not when the hook times out.
trap '"$here/complete-launch.sh" ABANDON' ERR

# From the stage's own bucket, so that a replacement is what the first server was, whatever the mirror does today.
packages=${PACKAGE_DIRECTORY:-/var/cache/garbageday}
mkdir --parents "$packages"
IFS=, read -ra keys <<<"$PACKAGE_KEYS"
for key in "${keys[@]}"; do
  aws s3 cp --only-show-errors "s3://$PACKAGE_BUCKET/$key" "$packages/"
done
rpm --import "$packages"/*.asc
# What they need beside the image comes from Amazon's repository, which the image has locked to its own version.
dnf install --assumeyes --setopt=localpkg_gpgcheck=1 "$packages"/*.rpm

key=/etc/garbageday/mongod.key
install --mode=0400 --owner=mongod --group=mongod /dev/null "$key"
aws ssm get-parameter --name "$KEY_FILE_PARAMETER" --with-decryption --query Parameter.Value --output text >"$key"

systemctl daemon-reload
systemctl enable --now garbageday-name.service mongod.service
# The service goes on by itself: it waits for the other members, whose launch waits for nobody.
systemctl enable --now --no-block garbageday-replica-set.service garbageday-role.timer

deadline=$((SECONDS + 120))
until mongosh --quiet --norc --eval 'db.hello().ok' 'mongodb://127.0.0.1:27017/?directConnection=true' >/dev/null 2>&1; do
  ((SECONDS < deadline)) || { echo 'garbageday: mongod did not answer within 120 s' >&2; false; }
  sleep 1
done
"$here/complete-launch.sh" CONTINUE
