import { describe, expect, it } from "vitest";
import { openSae } from "../../../src/assets/sae-directory.ts";
import { decoderNormRemark } from "../../../src/sae/sparsity-facts.ts";
import { temporaryFolder } from "../../support/files.ts";
import { saeFrom } from "../../support/tiny-dictionary.ts";

const sae = (rows: readonly (readonly number[])[], firingFrequency: readonly number[]) =>
  saeFrom({
    W_enc: { rows: 2, cols: rows.length, data: new Float32Array(2 * rows.length) },
    b_enc: new Float32Array(rows.length),
    W_dec: { rows: rows.length, cols: 2, data: Float32Array.from(rows.flat()) },
    b_dec: new Float32Array(2),
    firingFrequency: Float32Array.from(firingFrequency),
  });

describe("the lengths of decoder directions", () => {
  it("are those of the shortest and the longest alive one", () => {
    const some = sae(
      [
        [3, 4],
        [0, 1],
        [0.3, 0.4],
        [60, 80],
      ],
      [0.1, 0.2, 0.3, 0],
    );
    expect(some.decoderNorms).toEqual({ shortest: expect.closeTo(0.5, 6), longest: 5 });
  });

  it("are remarked on unless all are 1", () => {
    expect(
      decoderNormRemark(
        sae(
          [
            [0.6, 0.8],
            [0, 1],
          ],
          [0.1, 0.1],
        ),
      ),
    ).toBeNull();
    expect(
      decoderNormRemark(
        sae(
          [
            [0.6, 0.8],
            [9, 9],
          ],
          [0.1, 0],
        ),
      ),
    ).toBeNull();
    for (const [rows, said] of [
      [
        [
          [0, 1],
          [0, 1.5],
        ],
        "not unit vectors but 1 to 1.5 long",
      ],
      [
        [
          [0, 1],
          [0, 0.99],
        ],
        "not unit vectors but 0.99 to 1 long",
      ],
    ] as const)
      expect(decoderNormRemark(sae(rows, [0.1, 0.1]))).toContain(said);
    expect(decoderNormRemark(sae([[0, 3]], [0]))).toBeNull();
  });

  it("are 1 in the organism's SAE", async () => {
    const organism = await openSae("fixtures/organism/sae/blocks.1.hook_resid_pre", {
      cacheDir: temporaryFolder(),
    });
    expect(decoderNormRemark(organism)).toBeNull();
  });
});
