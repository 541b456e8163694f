#!/usr/bin/env bash
# Puts a report and its badges into a folder of the branch `badges` and leaves the other folders as they are.
#
#   publish-report.sh FOLDER REPORT [GALLERY]      # organism or gpt2-small; the folder that holds report.json and badges/
#
# GALLERY is the folder of an index.html that goes to the root of the branch; without it the one that is there stays.
#
# The branch is one commit without a parent, so it does not grow. It is replaced only if nobody else has replaced it
# since it was read; otherwise it is read and written again. Runs in a checkout whose `origin` may be pushed to.
set -euo pipefail

folder=$1
report=$2
gallery=${3:-}
case $folder in
  organism | gpt2-small) ;;
  *) echo "publish-report.sh: the folder is $folder; it must be organism or gpt2-small." >&2 && exit 2 ;;
esac
for needed in report.json badges/gpt2-small.json; do
  [ -f "$report/$needed" ] || { echo "publish-report.sh: $report has no $needed." >&2 && exit 2; }
done

[ -z "$gallery" ] || [ -f "$gallery/index.html" ] ||
  { echo "publish-report.sh: $gallery has no index.html." >&2 && exit 2; }

export GIT_AUTHOR_NAME="github-actions[bot]" GIT_COMMITTER_NAME="github-actions[bot]"
export GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
export GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export GIT_INDEX_FILE=$scratch/index

git --work-tree="$report" add --all --force .
new=$(git write-tree)
page=
[ -z "$gallery" ] || page=$(git hash-object -w "$gallery/index.html")

for attempt in 1 2 3 4 5 6; do
  old=$(git ls-remote origin refs/heads/badges | cut -f1)
  git read-tree --empty
  if [ -n "$old" ]; then
    git fetch --quiet --depth 1 origin "$old"
    for other in organism gpt2-small; do
      [ "$other" = "$folder" ] && continue
      tree=$(git rev-parse --quiet --verify "$old:$other") && git read-tree --prefix="$other/" "$tree"
    done
  fi
  git read-tree --prefix="$folder/" "$new"
  # Until GPT-2 small has run, its badge is the one of the organism's report: it says not-run.
  if [ "$folder" = organism ] && [ -z "$(git ls-files gpt2-small)" ]; then
    for file in badges/gpt2-small.svg badges/gpt2-small.json; do
      git update-index --add --cacheinfo "100644,$(git rev-parse "$new:$file"),gpt2-small/$file"
    done
  fi
  index=$page
  [ -n "$index" ] || [ -z "$old" ] || index=$(git rev-parse --quiet --verify "$old:index.html" || true)
  [ -z "$index" ] || git update-index --add --cacheinfo "100644,$index,index.html"
  commit=$(git commit-tree "$(git write-tree)" -m "Report of $folder at ${GITHUB_SHA:-a local checkout}")
  if git push --quiet --force-with-lease="refs/heads/badges:$old" origin "$commit:refs/heads/badges"; then
    echo "Published $report as $folder on the branch badges."
    exit 0
  fi
  echo "The branch badges was not written (attempt $attempt); it may have changed meanwhile." >&2
  sleep "${PUBLISH_PAUSE:-$((attempt * 5))}"
done
echo "publish-report.sh: the branch badges could not be written." >&2
exit 1
