/** The text of a new repository's README. Between its markers `npm run accept` writes badges, scope and verdicts. */
export function readmeTemplate(name: string, paper: string): string {
  return `# ${name}

Claims of a paper as experiments, each with what decides it and what would refute it, by [bag-of-latents](node_modules/bag-of-latents/README.md). They run on its organism, a small GPT-2 with a sparse autoencoder; what holds there says nothing about other models.

\`\`\`
npm install
npm test
\`\`\`

runs every claim and every spec and writes \`reports/latest/\`: \`report.html\`, \`report.md\`, \`report.json\`, and in \`badges/\` a picture and the JSON of a shields.io endpoint for each claim.

<!-- generated from reports/organism/report.json by npm run cli -- update-readme -->

No report is in version control yet: \`npm run accept -- --because "the first report"\` puts one into \`reports/organism/\` and its badges here.

<!-- end of generated text -->

| what | where |
|---|---|
| the paper: its facts, paths, metrics, types and a generator of its own | \`src/papers/${paper}/\` |
| its claims | \`spec/claims/${paper}/\` |
| laws of its generators, and other specs | \`spec/laws/\`, \`spec/\` |
| what is expected of the organism, where that is not "supported" | \`fixtures/organism/standing.json\` |
| what decides each claim, with its date: once it is there, \`npm test\` holds the claims to it | \`spec/registered/${paper}/\` |
| accepted numbers, to which \`npm test\` holds the organism's run | \`golden/\` |

\`\`\`
npm run new -- claim ${paper}/another-claim
npm run reproduce -- --claim another-claim --bases 20
npm run register -- --because "another claim"
npm run accept -- --because "another claim"
\`\`\`

The first writes a skeleton that fails until statement, threshold, reason and control are set; set the threshold before the first run. The second tries it in seconds: fewer than 200 bases give no verdict. The third dates what decides every claim that is new or another, before its verdict is known, in the ledgers of the organism and of the model that the paper is about: a report says "not registered" of a claim that they have not, "deviates from what was registered" of one that is another, and \`npm test\` fails then. The fourth runs every claim once, publishes the report and accepts the numbers that are new, showing each; \`npm test\` holds later runs to them. \`npx bag-of-latents --help\` lists all commands, \`npm run reproduce -- --model gpt2\` runs the claims on GPT-2 small.

\`.github/workflows/claims.yml\` runs the tests on every push and puts report and badges of the default branch on the branch \`badges\`, from where a page takes them: \`https://raw.githubusercontent.com/OWNER/REPOSITORY/badges/badges/overall.svg\`. It installs what \`package.json\` names: a tarball must be where its path says.

The installation runs no install scripts (\`.npmrc\`): that of the runtime fetches parts for graphics cards.
`;
}
