#!/bin/sh
# A shell that makes way for the server, as it should: the signal reaches a server that does not handle it.
exec node "$(dirname "$0")/bad.js"
