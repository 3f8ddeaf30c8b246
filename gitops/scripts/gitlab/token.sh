#!/usr/bin/env bash
# token.sh: puts the job's token where RAM's client looks for it.
set -euo pipefail

if [ -z "${ALIBABA_CLOUD_ID_TOKEN:-}" ]; then
  echo "error: GitLab gives this job no token: it needs \"id_tokens\" with ALIBABA_CLOUD_ID_TOKEN" >&2
  exit 1
fi
umask 077
printf %s "$ALIBABA_CLOUD_ID_TOKEN" > "$ALIBABA_CLOUD_OIDC_TOKEN_FILE"
