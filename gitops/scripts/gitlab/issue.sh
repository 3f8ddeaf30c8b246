#!/usr/bin/env bash
# issue.sh DIRECTORY: keeps one issue open while the directory has a drift.md.
set -euo pipefail

gitlab() { curl --fail --silent --show-error --retry 3 --header "PRIVATE-TOKEN: $GITLAB_API_TOKEN" "$@"; }
issues="$CI_API_V4_URL/projects/$CI_PROJECT_ID/issues"
title="ENS and the plans of $PULUMI_STACK disagree"
# Not in one pipe with what reads it: where curl fails, its own message is the reason.
known=$(gitlab "$issues?labels=ens-drift&state=opened&per_page=100")
iid=$(printf %s "$known" | TITLE="$title" node -p '
  const issues = JSON.parse(require("fs").readFileSync(0));
  issues.find(({ title }) => title === process.env.TITLE)?.iid ?? ""
')
if [ ! -e "$1/drift.md" ]; then
  [ -z "$iid" ] || gitlab --output /dev/null --request PUT --data "state_event=close" "$issues/$iid"
elif [ -n "$iid" ]; then
  gitlab --output /dev/null --request PUT --data-urlencode "description@$1/drift.md" "$issues/$iid"
else
  gitlab --output /dev/null --request POST --data "labels=ens-drift" --data-urlencode "title=$title" \
    --data-urlencode "description@$1/drift.md" "$issues"
fi
