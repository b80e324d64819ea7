#!/usr/bin/env bash
# Makes docs/screenshots from a demo county. Needs build/web, a rufaa binary and chromium.
#   usage: web/screenshots.sh RUFAA
set -euo pipefail
RUFAA_BIN=$(realpath "${1:?usage: web/screenshots.sh RUFAA}")
export RUFAA_BIN
source "$(dirname "${BASH_SOURCE[0]}")/node.sh"
npx vite build --ssr screenshots.ts --outDir node_modules/.screenshots --logLevel warn
node node_modules/.screenshots/screenshots.js
