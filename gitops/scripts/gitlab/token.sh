#!/usr/bin/env bash
# token.sh: writes the job's token to the file that the provider reads.
set -euo pipefail

if [ -z "${ALIBABA_CLOUD_ID_TOKEN:-}" ]; then
  echo "error: GitLab gives this job no token. The job needs \"id_tokens\" with ALIBABA_CLOUD_ID_TOKEN" >&2
  exit 1
fi
umask 077
printf %s "$ALIBABA_CLOUD_ID_TOKEN" > "$ALIBABA_CLOUD_OIDC_TOKEN_FILE"
