import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapInParallel } from "../../src/math/in-parallel.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";

/** Works that take some turns of the event loop; those that fail say their number. */
const works = fc.array(fc.record({ turns: fc.nat({ max: 4 }), fails: fc.boolean() }), { maxLength: 12 });
const atOnce = fc.integer({ min: 1, max: 5 });

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await new Promise((next) => setImmediate(next));
}

describe("works in parallel", () => {
  it("give their results in the order of the items, with no more under way than were allowed", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(works, atOnce, async (all, most) => {
        let [now, highest] = [0, 0];
        const results = await mapInParallel(all, most, async (work, index) => {
          highest = Math.max(highest, ++now);
          await turns(work.turns);
          now--;
          return index;
        });
        expect(results).toEqual(all.map((_, index) => index));
        expect(highest).toBe(Math.min(most, all.length));
      }),
    );
  });

  it("throw the failure of the first item that failed, once all that were begun have ended", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(works, atOnce, async (all, most) => {
        const failed: number[] = [];
        let now = 0;
        const result = mapInParallel(all, most, async (work, index) => {
          now++;
          await turns(work.turns);
          now--;
          if (!work.fails) return;
          failed.push(index);
          throw index;
        }).catch((error: unknown) => error);
        const error = await result;
        expect(now).toBe(0);
        if (all.some(({ fails }) => fails)) expect(error).toBe(Math.min(...failed));
        else expect(failed).toEqual([]);
      }),
    );
  });

  it("begin none after a failure", async () => {
    const begun: number[] = [];
    const failing = mapInParallel([0, 1, 2, 3, 4, 5], 2, async (index) => {
      begun.push(index);
      await turns(1);
      if (index === 1) throw new Error("one");
    });
    await expect(failing).rejects.toThrow("one");
    expect(begun.length).toBeLessThan(5);
  });
});
