#!/usr/bin/env bash
# comment.sh DIRECTORY: keeps one comment of the merge request with the directory's short.md up to date.
set -euo pipefail

gitlab() { curl --fail --silent --show-error --retry 3 --header "PRIVATE-TOKEN: $GITLAB_API_TOKEN" "$@"; }
notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
# Not in one pipe with what reads it: where curl fails, its own message is the reason.
known=$(gitlab "$notes?sort=asc&order_by=created_at&per_page=100")
id=$(printf %s "$known" | MARKER=$(head --lines 1 "$1/short.md") node -p '
  const notes = JSON.parse(require("fs").readFileSync(0));
  notes.find(({ body }) => body.startsWith(process.env.MARKER))?.id ?? ""
')
if [ -n "$id" ]; then
  gitlab --output /dev/null --request PUT --data-urlencode "body@$1/short.md" "$notes/$id"
else
  gitlab --output /dev/null --request POST --data-urlencode "body@$1/short.md" "$notes"
fi
