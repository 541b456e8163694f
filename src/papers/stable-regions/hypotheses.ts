import type { Hypothesis } from "../../paper/paper.ts";

/** What the paper says and shows, in its order. */
export const hypotheses: readonly Hypothesis[] = [
  {
    id: "A1",
    says: "Between two prompts' activations the output stays, jumps and stays: there are regions with sharp boundaries.",
  },
  { id: "A2", says: "The regions emerge in training, and become more defined as it goes on." },
  { id: "A3", says: "Their boundaries are sharper in larger models." },
  { id: "A4", says: "They follow meaning: similar prompts lie in one region." },
  { id: "A5", says: "Activations of one region lead to similar predictions of the next token." },
  { id: "A6", says: "They are much larger than the polytopes of the network." },
  {
    id: "D1",
    says: "Two-dimensional slices through three activations, in colour.",
    untested:
      "It is a picture without a number that decides; the report draws such slices where they were measured.",
  },
];
