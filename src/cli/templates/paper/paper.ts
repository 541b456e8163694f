/** In the form of one of arXiv. */
const NUMBER_OF_NO_PAPER = ["0000", "00000v1"].join(".");

/** The text of `paper.ts`: the facts of a new paper, of which those marked are placeholders. It runs as it stands. */
export function paperTemplate(id: string): string {
  return `import { GPT2_SMALL_DIGEST } from "../../model/published-weights.ts";
import { definePaper } from "../../paper/paper.ts";
import { metrics } from "./metrics/index.ts";
import { perturbations } from "./perturbations/index.ts";
import { scales } from "./scales.ts";
import { types } from "./types.ts";

/** What src/papers/${id} reproduces. */
export const paper = definePaper({
  id: "${id}",
  arxiv: "${NUMBER_OF_NO_PAPER}", // set: its number on arXiv, with the version
  title: "${id}", // set
  // whose run counts as a reproduction: set what is not the paper's
  subject: {
    key: "gpt2-small",
    name: "GPT-2 small",
    weights: GPT2_SMALL_DIGEST,
    hook: "blocks.1.hook_resid_pre",
    sae: null, // or { release: "gpt2-small-res-jb", latents: 24_576 }
    promptTokens: 10,
    points: 100,
  },
  protocol: { bases: 1000, moreBasesTimes: 1 },
  // in the order of a report; one that no claim tests says why: { id, says, untested: "the reason" }
  hypotheses: [{ id: "H1", says: "The way to a random activation is flat for longer than the way to a real one." }],
  perturbations,
  metrics,
  types,
  // every path that a report shows, measured together
  batch: perturbations.flatMap((perturbation) => types.map(({ key: type }) => ({ perturbation, type }))),
  scales,
  authors: null, // AuthorsValues, where they printed numbers
  doctor: null,
  // in what a run deviates from the paper's protocol, a sentence each
  notes: ({ subject, perturbAt }) =>
    subject.hook ? [] : [\`The stream is perturbed at \${perturbAt}, not where the paper perturbs it.\`],
});
`;
}
