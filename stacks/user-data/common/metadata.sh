#!/bin/bash
# Asks the instance metadata service, IMDSv2 alone: metadata.sh instance-id | local-ipv4 | placement/availability-zone
set -euo pipefail

base="${METADATA_URL:-http://169.254.169.254}/latest"
token=$(curl --silent --show-error --fail --max-time 5 --retry 5 --retry-connrefused \
  --request PUT "$base/api/token" --header 'X-aws-ec2-metadata-token-ttl-seconds: 60')
exec curl --silent --show-error --fail --max-time 5 --header "X-aws-ec2-metadata-token: $token" "$base/meta-data/$1"
