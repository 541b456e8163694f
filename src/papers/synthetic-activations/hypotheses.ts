import type { Hypothesis } from "../../paper/paper.ts";

/**
 * What the paper says and shows. E: sentences and appendices read as hypotheses. D: its experiments and figures, known
 * from the authors' notebooks. A reason stands where no claim tests one; a spec holds each to a claim or a reason.
 */
export const hypotheses: readonly Hypothesis[] = [
  { id: "E1", says: "The response to a perturbation is like a step function: flat, then steep." },
  { id: "E2", says: "The model is sensitive sooner towards real activations than towards random ones." },
  { id: "E3", says: "Structured synthetic activations closely resemble real ones." },
  {
    id: "E4",
    says: "Structured activations lie between real and random ones.",
    untested:
      "E3 asks for more of the same distances: structured must be less than half as far from real as random is. The measurements below have all three.",
  },
  { id: "E5", says: "A simple bag of SAE latents resembles real activations less than structured ones do." },
  {
    id: "E6",
    says: "Even a uniform bag of latents, blind to frequency, is worse than structured activations.",
  },
  {
    id: "E7",
    says: "Controlling more than frequency and the cosine to the top latent helps little.",
    untested:
      "The authors' first version of structured activations can be drawn here (structured-v1); no claim with a threshold set beforehand compares it.",
  },
  { id: "E8", says: "Plateaus around structured synthetic activations are shorter than around real ones." },
  { id: "E9", says: "Plateaus are longest around real activations, and shortest around a bag of latents." },
  {
    id: "E10",
    says: "The SAE's reconstruction error does not explain the difference: reconstructions behave as real.",
  },
  {
    id: "E11",
    says: "The results are the same when the output is compared by KL divergence.",
    untested:
      "The metric is there (maxSlopeStepOfKl); no claim with a threshold set beforehand uses it, and reports show L2 only.",
  },
  {
    id: "E12",
    says: "The results are the same with the area under the curve in the place of the max slope step.",
    untested:
      "The step of the area can be computed (aucStep); no claim with a threshold set beforehand uses it.",
  },
  {
    id: "E13",
    says: "The length of the perturbation is not the explanation.",
    untested:
      "It is no claim of its own: mean distances to the targets stand among the measurements, most criteria run in relative steps too, and a verdict that unequal distances may explain says so.",
  },
  {
    id: "E14",
    says: "Targets made of a single latent spread more than real ones.",
    untested:
      "Single latents can be drawn here (single-latent); no claim with a threshold set beforehand is about spreads.",
  },
  {
    id: "E15",
    says: "The SAE codes of real activations have structure: sparsity, shares and cosines.",
    untested:
      "It is about the SAE and not about sensitivity, which every claim here is about. Mean L0 and explained variance stand under Protocol.",
  },
  {
    id: "E16",
    says: "The KL divergence, too, is flat first and then jumps.",
    untested: "KL curves are measured only for claims that ask for them, and none does.",
  },
  {
    id: "E17",
    says: "Structured activations have a heavier right tail than real ones.",
    untested:
      "The distributions below show the tails; no claim with a threshold set beforehand is about them.",
  },
  {
    id: "D1",
    says: "Single sensitivity curves, real and random, with their means.",
    untested:
      "It is an illustration; this report draws the means and their bands. E1 and E2 test what it shows.",
  },
  {
    id: "D2",
    says: "The same curves in KL divergence.",
    untested: "It is an illustration, and KL curves are not in this report; see E11 and E16.",
  },
  {
    id: "D3",
    says: "Max slope steps by type in absolute steps: the main table.",
    untested:
      "It is a table of numbers: E2 and E3 test the sentences on it, and on GPT-2 small ours stand beside it.",
  },
  {
    id: "D4",
    says: "Max slope steps of KL by type.",
    untested: "It is a table of numbers in KL divergence; see E11.",
  },
  {
    id: "D5",
    says: "Max slope steps by type in relative steps, over more types.",
    untested: "It is a table of numbers: E2, E3, E5 and E6 test the sentences on it.",
  },
  {
    id: "D6",
    says: "Other metrics of a curve: KL, area, first departure from a line.",
    untested:
      "Area and first departure from a line can be computed (aucStep, nonLinearityStep) and stand in no table; see E11 and E12.",
  },
  {
    id: "D7",
    says: "Lengths and cosines of the perturbations by type.",
    untested:
      "It is a table of numbers: the distances stand among the measurements, the cosines are not measured.",
  },
  {
    id: "D8",
    says: "Plateau lengths around bases of each type.",
    untested: "It is a table of numbers: E8, E9 and E10 test the sentences on it.",
  },
  {
    id: "D9",
    says: "Statistics of SAE latents: L0, shares by rank, cosines, co-activation.",
    untested:
      "It describes the SAE and GPT-2 small, and says nothing that could be false of another model; see E15.",
  },
  {
    id: "D10",
    says: "Two-dimensional slices through base, target and mean.",
    untested:
      "It is a picture without a number that decides; planes through activations are not measured here.",
  },
];
