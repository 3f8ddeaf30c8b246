#!/usr/bin/env bash
# up.sh DIRECTORY: orders what the program says and leaves timeline.md in the directory.
set -euo pipefail

failed=0
pulumi up --stack "$PULUMI_STACK" --refresh --yes --skip-preview --non-interactive || failed=$?
# Also after a failure: what was ordered stands, and this is the list of it.
trap 'rm -f "$1/state.json"' EXIT
pulumi stack export --stack "$PULUMI_STACK" > "$1/state.json"
npx --no -- pulumi-ens report "$1/state.json"
npx --no -- pulumi-ens report "$1/state.json" --output "$1/timeline.md"
exit "$failed"
