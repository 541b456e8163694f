/** The text of `.github/workflows/claims.yml`: the tests on every push, and the badges of the default branch. */
export function workflowTemplate(): string {
  return `# The claims on every push, and the report and badges of the default branch on the branch \`badges\`.
name: claims
on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  claims:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm install
      - run: npm run types
      - run: npm test
      - uses: actions/upload-artifact@v4
        if: always() && hashFiles('reports/latest/report.json') != ''
        with:
          name: report
          path: reports/latest

  badges:
    needs: claims
    if: github.event_name == 'push' && github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    timeout-minutes: 10
    concurrency: badges
    permissions:
      contents: write
    steps:
      - uses: actions/checkout@v4
      - uses: actions/download-artifact@v4
        with:
          name: report
          path: report
      # one commit without a parent: the branch does not grow
      - name: Publish the report and its badges
        run: |
          export GIT_INDEX_FILE=$RUNNER_TEMP/index
          export GIT_AUTHOR_NAME="github-actions[bot]" GIT_COMMITTER_NAME="github-actions[bot]"
          export GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
          export GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
          git --work-tree=report add --all --force .
          commit=$(git commit-tree "$(git write-tree)" -m "Report at $GITHUB_SHA")
          git push --force origin "$commit:refs/heads/badges"
`;
}
