#!/bin/sh
# Started by a shell, which stays in front of it: the shell is told to leave, too, and the server finishes what it has.
node "$(dirname "$0")/good.js"
echo "the server has ended"
