import { describe, expect, it } from "vitest";
import { blocksBetween, stepsOf } from "../../../src/model/block-steps.ts";
import { depthOf, pointAt, type ResidualSite, SITES } from "../../../src/model/hook-point.ts";

const PARALLEL: readonly ResidualSite[] = ["pre", "post"];

describe("the way from one depth to another", () => {
  it("passes every block once, the first and the last only as far as asked", () => {
    const way = blocksBetween({ start: depthOf(0, "mid"), stop: depthOf(2, "mid") });
    expect(way).toEqual([
      { layer: 0, from: "mid", to: "post" },
      { layer: 1, from: "pre", to: "post" },
      { layer: 2, from: "pre", to: "mid" },
    ]);
  });

  it("is empty where it ends where it starts, in the middle of a block too", () => {
    for (const site of SITES)
      expect(blocksBetween({ start: depthOf(1, site), stop: depthOf(1, site) })).toEqual([]);
  });

  it("starts in the next block from a post, which is that block's pre", () => {
    const way = blocksBetween({ start: depthOf(0, "post"), stop: depthOf(1, "post") });
    expect(way).toEqual([{ layer: 1, from: "pre", to: "post" }]);
  });

  it("stops at the mid of a block that has one, and at no other", () => {
    const block = { layer: 3, from: "pre", to: "post" } as const;
    expect(stepsOf(block, SITES)).toEqual([
      { layer: 3, from: "pre", to: "mid" },
      { layer: 3, from: "mid", to: "post" },
    ]);
    expect(stepsOf(block, PARALLEL)).toEqual([block]);
    for (const part of [{ ...block, to: "mid" } as const, { ...block, from: "mid" } as const])
      expect(stepsOf(part, SITES)).toEqual([part]);
  });
});

describe("the points of a model", () => {
  const every = (sites: readonly ResidualSite[]) =>
    Array.from({ length: 7 }, (_, i) => pointAt(i - 1, { layers: 2, sites }));

  it("are a pre and a mid a block and the last post, and none beyond", () => {
    expect(every(SITES)).toEqual([
      null,
      "blocks.0.hook_resid_pre",
      "blocks.0.hook_resid_mid",
      "blocks.1.hook_resid_pre",
      "blocks.1.hook_resid_mid",
      "blocks.1.hook_resid_post",
      null,
    ]);
  });

  it("lack the mids where attention and MLP stand side by side", () => {
    expect(every(PARALLEL).filter((point) => point !== null)).toEqual([
      "blocks.0.hook_resid_pre",
      "blocks.1.hook_resid_pre",
      "blocks.1.hook_resid_post",
    ]);
  });
});
