#!/bin/bash
# Makes a fresh Amazon Linux 2023 instance a web server. Run once, by cloud-init, as root.
set -euo pipefail
set -o allexport
# shellcheck source=/dev/null
source "${NODE_ENVIRONMENT:-/etc/garbageday/node.env}"
set +o allexport
here=$(dirname "$(readlink -f "$0")")

# Whatever fails, this instance is of no use: the group shall throw it away now, not when the hook times out.
trap '"$here/complete-launch.sh" ABANDON' ERR

# From the stage's own bucket, so that a replacement is what the first server was, whatever a mirror does today.
aws s3 cp --only-show-errors "s3://$BUNDLE_BUCKET/$NODE_KEY" /opt/garbageday/node.tgz
sha512sum --check --status <<<"$NODE_SHA512  /opt/garbageday/node.tgz"
tar --extract --gzip --no-same-owner --file /opt/garbageday/node.tgz --directory /opt/garbageday --strip-components=1 package/bin/node

aws s3 cp --only-show-errors "s3://$BUNDLE_BUCKET/$BUNDLE_KEY" /opt/garbageday/wordcount.cjs
sha256sum --check --status <<<"$BUNDLE_SHA256  /opt/garbageday/wordcount.cjs"

instance=$("$here/metadata.sh" instance-id)
uri=$(aws ssm get-parameter --name "$URI_PARAMETER" --with-decryption --query Parameter.Value --output text)
install --mode=0600 /dev/null /etc/garbageday/wordcount.env
printf 'MONGODB_URI="%s"\nINSTANCE_ID=%s\n' "$uri" "$instance" >/etc/garbageday/wordcount.env

systemctl daemon-reload
systemctl enable --now wordcount.service

# Alive is enough: whether it is ready depends on the database, and is the load balancer's question.
curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-connrefused --output /dev/null \
  http://127.0.0.1:8080/healthz
"$here/complete-launch.sh" CONTINUE
