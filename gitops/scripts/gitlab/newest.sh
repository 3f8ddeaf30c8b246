#!/usr/bin/env bash
# newest.sh: refuses to order a plan that is older than the branch.
set -euo pipefail

newest=$(git ls-remote --exit-code origin "refs/heads/$CI_DEFAULT_BRANCH" | cut -f 1)
if [ "$newest" != "$CI_COMMIT_SHA" ]; then
  echo "$CI_DEFAULT_BRANCH has moved on to $newest. This job would order an older plan. Start the job of the newest commit instead."
  exit 1
fi
