#!/usr/bin/env bash
# preview.sh DIRECTORY: previews the stack and leaves preview.md, for a comment or a summary, in the directory.
set -euo pipefail

failed=0
problem="The preview failed. It would fail after merging too."
bash "$(dirname "$0")/run-preview.sh" "$1" || failed=$?
if [ "$failed" -eq 0 ]; then
  problem="The preview succeeded, but its timeline could not be made."
  npx --no -- pulumi-ens report "$1/preview.json" --output "$1/timeline.md" 2>&1 | tee "$1/messages.txt" || failed=$?
fi
{
  echo "<!-- pulumi-ens preview of $PULUMI_STACK -->"
  echo "Stack \`$PULUMI_STACK\` with $COMMIT ([log]($RUN_URL)). Nothing has been ordered."
  echo
  if [ "$failed" -eq 0 ]; then
    cat "$1/timeline.md"
  else
    echo "**$problem**"
    echo
    sed 's/^/    /' "$1/messages.txt"
  fi
} > "$1/preview.md"
exit "$failed"
