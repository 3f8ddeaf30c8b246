#!/usr/bin/env bash
# summary.sh DIRECTORY: adds the directory's timeline.md to the summary of the run.
set -euo pipefail

# GitHub drops a summary of more than 1 MiB.
if [ "$(wc --bytes < "$1/timeline.md")" -le 1040000 ]; then
  cat "$1/timeline.md" >> "$GITHUB_STEP_SUMMARY"
else
  {
    cat "$1/short.md"
    echo
    echo "The full timeline is larger than a summary may be. Make it on your machine with \`npx pulumi-ens report --output timeline.html\`: before an \`up\` from \`pulumi preview --json\`, after it from \`pulumi stack export\`."
  } >> "$GITHUB_STEP_SUMMARY"
fi
