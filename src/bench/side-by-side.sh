#!/usr/bin/env bash
# Times `reproduce` of another commit and of this one on this machine, in turn: bash src/bench/side-by-side.sh COMMIT
# [OPTION...]. Both are checked out and installed in a temporary folder, which is removed. Of two runs each the faster
# counts; the ratio says something, the seconds are this machine's.
set -euo pipefail

other=${1:?"Which commit is compared? Hint: bash src/bench/side-by-side.sh HEAD~1"}
shift
repository=$(cd "$(dirname "$0")/../.." && pwd)
scene=$(mktemp -d)
trap 'rm -rf "$scene"' EXIT

for side in other this; do
  commit=HEAD
  if [ "$side" = other ]; then commit=$other; fi
  git clone -q "$repository" "$scene/$side"
  git -C "$scene/$side" checkout -q "$(git -C "$repository" rev-parse "$commit")"
  (cd "$scene/$side" && npm ci --silent)
done

best_other=
best_this=
TIMEFORMAT='%R'
for _ in 1 2; do
  for side in other this; do
    seconds=$({ time (cd "$scene/$side" && BAG_OF_LATENTS_CACHE="$scene/cache-$side" \
      npm run -s reproduce -- --out "$scene/report-$side" "$@" >"$scene/$side.log" 2>&1 || true); } 2>&1)
    echo "$side $(git -C "$scene/$side" rev-parse --short HEAD): $seconds s"
    declare -n best="best_$side"
    best=$(printf '%s\n' ${best:-} "$seconds" | sort -g | head -1)
  done
done
echo "this commit is $(awk -v a="$best_other" -v b="$best_this" 'BEGIN { printf "%.2f", a / b }') times as fast"
