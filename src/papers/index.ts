import type { Paper } from "../paper/paper.ts";
import { paper as sensitiveDirections } from "./sensitive-directions/paper.ts";
import { paper as stableRegions } from "./stable-regions/paper.ts";
import { paper as syntheticActivations } from "./synthetic-activations/paper.ts";

/** The papers whose claims are tested, a line each; the first is the project's own. */
export const papers: readonly Paper[] = [syntheticActivations, sensitiveDirections, stableRegions];

/** The project's own paper: what commands take where no paper is named. */
export const ownPaper: Paper = papers[0]!;
