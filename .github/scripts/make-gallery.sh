#!/usr/bin/env bash
# Makes the page of papers by models of a report and of what the branch `badges` has of the other workflow.
#
#   make-gallery.sh FOLDER REPORT OUT      # organism or gpt2-small; the folder of report.json; where index.html goes
#
# It reads the branch and writes nothing there: the job that publishes runs none of the packages' code. Runs in a checkout
# with its packages installed. A published report that this version cannot read is left out, with all others of its folder.
set -euo pipefail

folder=$1
report=$2
out=$3
case $folder in
  organism | gpt2-small) ;;
  *) echo "make-gallery.sh: the folder is $folder; it must be organism or gpt2-small." >&2 && exit 2 ;;
esac
[ -f "$report/report.json" ] || { echo "make-gallery.sh: $report has no report.json." >&2 && exit 2; }

site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
mkdir "$site/$folder"
cp -R "$report/." "$site/$folder"

old=$(git ls-remote origin refs/heads/badges | cut -f1)
if [ -n "$old" ]; then
  git fetch --quiet --depth 1 origin "$old"
  for other in organism gpt2-small; do
    [ "$other" = "$folder" ] && continue
    git rev-parse --quiet --verify "$old:$other/report.json" > /dev/null || continue
    git archive "$old" "$other" | tar -x -C "$site"
  done
fi

gallery() {
  find "$1" -name report.json -print0 | xargs -0 npm run --silent gallery -- --out "$site"
}
if ! gallery "$site"; then
  echo "make-gallery.sh: a published report cannot be shown; the gallery is of $folder alone." >&2
  gallery "$site/$folder"
fi
mkdir -p "$out"
cp "$site/index.html" "$out/index.html"
