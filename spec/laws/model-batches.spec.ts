import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAST_PATH_BATCH_VALUES, READOUT_ROWS } from "../../src/limits.ts";
import { batchSize, beyondFirst } from "../../src/model/batches.ts";
import { checkAsyncProperty, checkProperty } from "../../src/vitest/property.ts";

/** Rows of one number each, and a network that says that number. */
const endsOf = (values: readonly number[]) => ({
  rows: values.length,
  cols: 1,
  data: Float32Array.from(values),
});

describe("what a network says of curves beyond their first rows", () => {
  const curves = fc.record({
    each: fc.integer({ min: 1, max: 300 }),
    count: fc.integer({ min: 1, max: 9 }),
    mostRows: fc.integer({ min: 2, max: 400 }),
  });

  it("is each row's less its own curve's first, at least 0, however the rows are shared out", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(curves, async ({ each, count, mostRows }) => {
        const values = Array.from({ length: each * count }, (_, n) => (n * 7919) % 101);
        const valuesPerRow = Math.floor(FAST_PATH_BATCH_VALUES / mostRows);
        const beyond = await beyondFirst({ ends: endsOf(values), each, valuesPerRow }, async (x) => x);
        expect([...beyond]).toEqual(values.map((v, n) => Math.max(0, v - values[n - (n % each)]!)));
      }),
    );
  });

  it("is asked for in calls of whole curves, or of parts of one behind its first row, that fit", async () => {
    await checkAsyncProperty(
      fc.asyncProperty(curves, async ({ each, count, mostRows }) => {
        const places = Array.from({ length: each * count }, (_, n) => n);
        const valuesPerRow = Math.floor(FAST_PATH_BATCH_VALUES / mostRows);
        const most = Math.floor(FAST_PATH_BATCH_VALUES / valuesPerRow);
        const asked: number[] = [];
        await beyondFirst({ ends: endsOf(places), each, valuesPerRow }, async (x, length) => {
          expect(x.length % length).toBe(0);
          if (x.length > length) {
            expect(length).toBe(each);
            expect(x.length).toBeLessThanOrEqual(Math.min(READOUT_ROWS, most));
          } else expect(x.length).toBeLessThanOrEqual(1 + most);
          for (let from = 0; from < x.length; from += length) {
            const first = x[from]! - (x[from]! % each);
            expect(x[from]).toBe(first);
            for (const place of x.subarray(from, from + length)) expect(place - (place % each)).toBe(first);
          }
          asked.push(...x.filter((place) => place % each > 0));
          return x;
        });
        expect(asked).toEqual(places.filter((place) => place % each > 0));
      }),
    );
  });

  it("is asked for of many short curves at once", async () => {
    let calls = 0;
    const ends = endsOf(Array.from({ length: 2 * READOUT_ROWS }, (_, n) => n));
    await beyondFirst({ ends, each: 2, valuesPerRow: 1 }, async (x) => {
      calls++;
      return x;
    });
    expect(calls).toBe(2);
  });
});

it("batches are as equal as can be, and none holds more values than there is room for", () => {
  checkProperty(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: FAST_PATH_BATCH_VALUES / 2 }),
      (rows, valuesPerRow) => {
        const batch = batchSize(rows, valuesPerRow);
        expect(batch * valuesPerRow).toBeLessThanOrEqual(FAST_PATH_BATCH_VALUES);
        const batches = Math.ceil(rows / batch);
        expect(batches * (batch - 1)).toBeLessThan(rows);
      },
    ),
  );
});
