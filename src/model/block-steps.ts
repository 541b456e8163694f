import { depthOf, layerAt, type ResidualSite } from "./hook-point.ts";

/** From one depth to another. */
export interface Span {
  readonly start: number;
  readonly stop: number;
}

/** A way through a block, or through a part of it. */
export interface BlockStep {
  readonly layer: number;
  readonly from: "pre" | "mid";
  readonly to: "mid" | "post";
}

/** The blocks a span passes, each as far as it does, in order; none where it ends where it starts. */
export function blocksBetween({ start, stop }: Span): readonly BlockStep[] {
  const blocks: BlockStep[] = [];
  if (start === stop) return blocks; // in the middle of a block the loop would go from mid to mid
  for (let layer = layerAt(start); depthOf(layer, "pre") < stop; layer++)
    blocks.push({
      layer,
      from: depthOf(layer, "pre") < start ? "mid" : "pre",
      to: stop === depthOf(layer, "mid") ? "mid" : "post",
    });
  return blocks;
}

/** The same way, one step after another, stopping at the mid where the blocks have one. */
export function stepsOf(block: BlockStep, sites: readonly ResidualSite[]): readonly BlockStep[] {
  const { layer, from, to } = block;
  if (from === "mid" || to === "mid" || !sites.includes("mid")) return [block];
  return [
    { layer, from, to: "mid" },
    { layer, from: "mid", to },
  ];
}

/** All of a block. */
export function wholeBlock(layer: number): BlockStep {
  return { layer, from: "pre", to: "post" };
}
