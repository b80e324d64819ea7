#!/usr/bin/env bash
# Builds the console into build/web (or the folder given): generated client, types checked, bundle,
# .gz beside each file, the size of the first route held to its budget.
#   usage: web/build.sh [OUT]
set -euo pipefail
out=$(realpath -m "${1:-$(dirname "${BASH_SOURCE[0]}")/../build/web}")
source "$(dirname "${BASH_SOURCE[0]}")/node.sh"
export RUFAA_WEB_OUT=$out
npx tsc
npx vite build --logLevel warn
node scripts/finish.mjs "$out"
node scripts/budget.mjs "$out" 130
