import type { Arm, Output } from "../../experiment/arm.ts";
import type { TypeDraw } from "../../experiment/draw.ts";
import { typesOfLadder } from "../../experiment/ladder/ladder.ts";
import type { Perturbation } from "../../experiment/perturbation.ts";
import { ladder } from "./ladder.ts";
import { perturbations } from "./perturbations/index.ts";
import { plateau } from "./perturbations/plateau.ts";
import { towards } from "./perturbations/towards.ts";

/** The types of every table, in the order in which they are measured. */
export const SHOWN = ["real", "random", "reconstruction", "structured", "baseline"] as const;

const along = (perturbation: Perturbation, types: readonly TypeDraw[], output?: Output): readonly Arm[] =>
  types.map((type) => ({ perturbation, type, ...(output && { output }) }));

/** What the ladder asks for besides what every table shows. */
const rungs = typesOfLadder(ladder, true).filter((type) => !(SHOWN as readonly TypeDraw[]).includes(type));

/** Arms that claims, their controls and the ladder ask for together, each of them measured with the others. */
export const alongside: readonly (readonly Arm[])[] = [
  ...perturbations.map((perturbation) => along(perturbation, rungs)),
  // E8 and E9: at equal norms
  along(plateau, [
    "structured@norm",
    "random@norm",
    "baseline@norm",
    "structured@norm#2",
    "baseline@norm#2",
    "random#2",
    "native",
  ]),
  // E13: at equal distances
  along(towards.relative, [
    "random@distance",
    "another-real@distance",
    "another-real@distance#2",
    "structured@distance",
    "baseline@distance",
  ]),
  // F4: errors and noise of their length
  along(
    towards.relative,
    ["own-reconstruction", "own-noise", "own-noise#2", "own-mixture", "own-mixture#2"],
    "kl",
  ),
  // F2 and F3: directions and mixtures
  along(towards.absolute, [
    "gaussian-direction",
    "random-mixture",
    "random-mixture#2",
    "real-mixture",
    "real-mixture#2",
  ]),
  // E10: as far from real as the reconstruction is, elsewhere
  perturbations.flatMap((perturbation) => along(perturbation, ["real-noise"])),
  // second bags, for E3, E5 and E6
  [towards.relative, towards.absolute].flatMap((perturbation) =>
    along(perturbation, ["baseline#2", "uniform#2"]),
  ),
];
