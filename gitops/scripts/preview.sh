#!/usr/bin/env bash
# preview.sh DIRECTORY: previews the stack and leaves preview.md, for a comment or a summary, in the directory.
set -euo pipefail

failed=0
bash "$(dirname "$0")/run-preview.sh" "$1" || failed=$?
{
  echo "<!-- pulumi-ens preview of $PULUMI_STACK -->"
  echo "Stack \`$PULUMI_STACK\` with $COMMIT ([log]($RUN_URL)). Nothing has been ordered."
  echo
  if [ "$failed" -eq 0 ]; then
    npx --no -- pulumi-ens report "$1/preview.json" --format markdown
  else
    echo "**The preview failed.** It would fail after merging too."
    echo
    sed 's/^/    /' "$1/messages.txt"
  fi
} > "$1/preview.md"
exit "$failed"
