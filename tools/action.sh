#!/usr/bin/env bash
# The step of action.yml: annotations for people, SARIF for code scanning, and the exit code of the check.
set -uo pipefail

read -r -d '' -a paths <<<"$CHECK_PATHS" || true
options=(--audience "$CHECK_AUDIENCE")
if [ "$CHECK_STRICT" = true ]; then options+=(--warnings-as-errors); fi

if [ -n "$CHECK_SARIF" ]; then
    # The verdict is that of the run below; here only the report matters.
    "$TEAMSHELF" check "${options[@]}" --format sarif -- "${paths[@]}" >"$CHECK_SARIF"
    if [ $? -gt 1 ]; then exit 2; fi
fi
"$TEAMSHELF" check "${options[@]}" --format github -- "${paths[@]}"
