import type { Hypothesis } from "../../paper/paper.ts";

/** What the two papers say, in the order of a report. */
export const hypotheses: readonly Hypothesis[] = [
  {
    id: "B1",
    says: "Replacing an activation by its SAE reconstruction moves the prediction more than isotropic noise as long as the error.",
  },
  {
    id: "B2",
    says: "It does not move it more than a direction as long as the error that has the covariance of real activations and does not subtract the base.",
  },
  { id: "B3", says: "That the reconstruction is shorter or longer than the activation does not explain B1." },
  {
    id: "B4",
    says: "Isotropic directions move the prediction less than mixtures, at every length; Gaussian mixtures and real ones do alike.",
  },
  {
    id: "B5",
    says: "Directions of active latents move the prediction more than mixtures; those of inactive and of dead latents do as mixtures do.",
  },
  {
    id: "B6",
    says: "Directions of active latents move the prediction the more, the fewer latents of their SAE are active at once.",
  },
  {
    id: "B7",
    says: "Directions of SAEs that were trained end to end do not move it more than those of others.",
    untested:
      "No such SAE ships with a model here, and a run takes SAEs of one kind of training; on GPT-2 small some are read by name.",
  },
  {
    id: "B8",
    says: "Errors of SAEs of attention outputs move it 0.9 to 1.7 times as much as isotropic noise.",
    untested: "The stream is perturbed here, not what attention writes into it.",
  },
];
