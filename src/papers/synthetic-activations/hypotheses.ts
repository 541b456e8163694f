import type { Hypothesis } from "../../paper/paper.ts";

/**
 * What the paper says and shows. E: sentences and appendices read as hypotheses. D: its experiments and figures, known
 * from the authors' notebooks. F: what later work says of the same protocol. A reason stands where no claim tests one; a spec holds each to a claim or a reason.
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
  },
  {
    id: "E12",
    says: "The results are the same with the area under the curve in the place of the max slope step.",
  },
  {
    id: "E13",
    says: "The length of the perturbation is not the explanation: at equal lengths it is the same.",
  },
  {
    id: "E14",
    says: "Targets made of a single latent spread more than real ones.",
  },
  {
    id: "E15",
    says: "The SAE codes of real activations have structure: sparsity, shares and cosines.",
  },
  {
    id: "E16",
    says: "The KL divergence, too, is flat first and then jumps.",
  },
  {
    id: "E17",
    says: "Structured activations have a heavier right tail than real ones.",
  },
  {
    id: "D1",
    says: "Single sensitivity curves, real and random, with their means.",
    untested:
      "It is an illustration; this report draws single curves, means and bands. E1 and E2 test what it shows.",
  },
  {
    id: "D2",
    says: "The same curves in KL divergence.",
    untested:
      "It is an illustration; E16 tests what it shows, and the max slope steps of KL stand among the measurements.",
  },
  {
    id: "D3",
    says: "Max slope steps by type in absolute steps: the main table.",
    untested:
      "It is a table of numbers, and stands among the measurements; E2 and E3 test the sentences on it.",
  },
  {
    id: "D4",
    says: "Max slope steps of KL by type.",
    untested: "It is a table of numbers, and stands among the measurements; E11 tests the sentences on it.",
  },
  {
    id: "D5",
    says: "Max slope steps by type in relative steps, over more types.",
    untested:
      "It is a table of numbers, and stands among the measurements; E2, E3, E5, E6, E13 and E14 test the sentences on it.",
  },
  {
    id: "D6",
    says: "Other metrics of a curve: KL, area, first departure from a line.",
    untested:
      "It is a table of numbers, and stands among the measurements; E11 and E12 test the sentences on it.",
  },
  {
    id: "D7",
    says: "Lengths and cosines of the perturbations by type.",
    untested:
      "It is a table of numbers: the distances stand among the measurements, the cosines beside the criteria of E13, which is tested with the lengths made equal.",
  },
  {
    id: "D8",
    says: "Plateau lengths around bases of each type.",
    untested:
      "It is a table of numbers, and stands among the measurements; E8, E9 and E10 test the sentences on it.",
  },
  {
    id: "D9",
    says: "Statistics of SAE latents: L0, shares by rank, cosines, co-activation.",
    untested:
      "It is a table of numbers; those of them that are about structure stand beside the criteria of E15, which test it, and the latents that are active together are drawn.",
  },
  {
    id: "D10",
    says: "Two-dimensional slices through base, target and mean.",
    untested:
      "It is a picture without a number that decides: slices through base, target and a structured activation are drawn, where the authors' third corner is the mean.",
  },
  {
    id: "F2",
    says: "Isotropic directions are much weaker than those with the covariance of real activations.",
  },
  {
    id: "F3",
    says: "The direction from base to target subtracts the base; in directions that do not, real and random ones act alike.",
  },
  {
    id: "F4",
    says: "The SAE's reconstruction error is worse than isotropic noise of its length, and no worse than noise with the real covariance.",
  },
];
