import { describe, expect, it } from "vitest";
import { type Arm, armKey } from "../../../src/experiment/arm.ts";
import { paper as sensitive } from "../../../src/papers/sensitive-directions/paper.ts";
import { paper as stable } from "../../../src/papers/stable-regions/paper.ts";
import { paper as synthetic } from "../../../src/papers/synthetic-activations/paper.ts";

// What a run of a paper measures, written a second time as lists of types. A type or output that gets lost among the arms
// is measured later, alone: no number changes, and a run takes longer. Of the first paper, to which people add, nothing
// may be lost; more may be there.

const keys = (arms: readonly Arm[] | undefined) => arms?.map(armKey);
const each = (paths: readonly string[], types: string, output = "") =>
  paths.flatMap((path) => types.split(" ").map((type) => `${path} ${type}${output && ` ${output}`}`));

describe("the arms of synthetic activations", () => {
  const TOWARDS = ["towards.relative", "towards.absolute"];
  const PATHS = [...TOWARDS, "plateau"];
  const SHOWN = "real random reconstruction structured baseline";

  it("are of every table by L2, and towards a target in absolute steps by KL and by JS", () => {
    expect(keys(synthetic.batch)).toEqual(
      expect.arrayContaining([
        ...each(PATHS, SHOWN),
        ...each(["towards.absolute"], SHOWN, "kl"),
        ...each(["towards.absolute"], SHOWN, "js"),
      ]),
    );
  });

  it("are measured together where a claim, its control or the ladder asks for them together", () => {
    const rungs =
      "another-real permuted-values real-others structured-v1 cosine-top profile-only top-only uniform";
    const norms =
      "structured@norm random@norm baseline@norm structured@norm#2 baseline@norm#2 random#2 native";
    const distances =
      "random@distance another-real@distance another-real@distance#2 structured@distance baseline@distance";
    const together = [
      ...PATHS.map((path) => each([path], rungs)),
      each(["plateau"], norms),
      each(["towards.relative"], distances),
      each(["towards.relative"], "own-reconstruction own-noise own-noise#2 own-mixture own-mixture#2", "kl"),
      each(
        ["towards.absolute"],
        "gaussian-direction random-mixture random-mixture#2 real-mixture real-mixture#2",
      ),
      each(PATHS, "real-noise"),
      each(TOWARDS, "baseline#2 uniform#2"),
    ];
    const lists = synthetic.alongside!.map((arms) => arms.map(armKey));
    for (const arms of together)
      expect(lists.filter((list) => arms.every((arm) => list.includes(arm)))).toHaveLength(1);
  });

  it("on more bases are those of E5; the nearest target is of the compared types; three bases have a slice", () => {
    expect(keys(synthetic.batchBeyond)).toEqual(
      each(TOWARDS, "real random structured baseline baseline#2 another-real"),
    );
    expect(synthetic.nearestAmong).toEqual(["real", "random", "structured", "baseline"]);
    expect(synthetic.slices).toEqual({ corners: ["real", "structured"], bases: 3 });
  });

  it("are of 1000 bases, and of seven times as many for E5", () => {
    expect(synthetic.protocol).toEqual({ bases: 1000, moreBasesTimes: 7 });
  });
});

describe("the arms of sensitive directions", () => {
  it("are of every direction, by L2 and KL, with second draws and latents of further SAEs by KL alone", () => {
    const types =
      "random-mixture real-mixture own-reconstruction gaussian-direction active-latent inactive-latent dead-latent";
    expect(keys(sensitive.batch)).toEqual(
      ["substitution", "walk"].flatMap((path) =>
        types.split(" ").flatMap((type) => [`${path} ${type}`, `${path} ${type} kl`]),
      ),
    );
    expect(sensitive.alongside?.map(keys)).toEqual([
      each(
        ["walk"],
        "real-mixture#2 gaussian-direction#2 gaussian-direction#3 latent-of-first-sae latent-of-second-sae latent-of-third-sae",
        "kl",
      ),
    ]);
    expect(sensitive.protocol).toEqual({ bases: 1000, moreBasesTimes: 1 });
  });
});

describe("the arms of stable regions", () => {
  it("are pairs of prompts by L2 and KL, with further pairs, distances and topics", () => {
    const shown = "real other-last-token same-last-token";
    expect(keys(stable.batch)).toEqual([...each(["between"], shown), ...each(["between"], shown, "kl")]);
    expect(stable.alongside?.map(keys)).toEqual([
      each(
        ["between"],
        "other-last-token#2 other-last-token@distance other-last-token@distance#2 same-last-token@distance other-topic other-topic#2 same-topic",
      ),
      each(["between"], "another-real#1 another-real#2 another-real#3 another-real#4"),
      each(["between"], "real#1 another-real other-last-token#2", "kl"),
    ]);
    expect(stable.slices).toEqual({ corners: ["real", "another-real"], bases: 4 });
    expect(stable.protocol).toEqual({ bases: 1000, moreBasesTimes: 1 });
  });
});
