#!/bin/bash
# One try at the replica set and its users; systemd repeats it until it succeeds. Safe to repeat for ever.
# Only the first slot may initiate, and only while the parameter says that nobody ever did: a first member that comes
# back empty joins the set of its peers, and never starts a second, empty one.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

parameter() {
  aws ssm get-parameter --name "$1" --with-decryption --query Parameter.Value --output text
}

ADMIN_PASSWORD=$(parameter "$ADMIN_PASSWORD_PARAMETER")
APP_PASSWORD=$(parameter "$APP_PASSWORD_PARAMETER")
if [[ $MAY_INITIATE == yes ]]; then
  INITIATED=$(parameter "$INITIATED_PARAMETER")
else
  INITIATED=yes
fi
export ADMIN_PASSWORD APP_PASSWORD INITIATED

mongosh --quiet --norc --file "$here/replica-set.js" 'mongodb://127.0.0.1:27017/?directConnection=true'

if [[ $INITIATED == no ]]; then
  aws ssm put-parameter --name "$INITIATED_PARAMETER" --value yes --overwrite
fi
