import { createSession, float32Tensor } from "./ort-session.ts";

/**
 * The machine's matrix-product rate: the best of ten float32 products 1010x768 by 768x3072 by onnxruntime, the right
 * operand a constant, on the given number of threads.
 *
 * Units: 10^9 operations a second, a multiplication and an addition counted as two.
 */
export async function matrixPeakGflops(threads: number): Promise<number> {
  const [m, k, n] = [1010, 768, 3072];
  const weights = new Float32Array(k * n).map((_, i) => ((i * 7919) % 1000) / 1000 - 0.5);
  const session = await createSession(
    {
      name: "product",
      inputs: [{ name: "x", type: "float32", shape: [m, k] }],
      outputs: [{ name: "y", type: "float32", shape: [m, n] }],
      initializers: [{ name: "w", shape: [k, n], floats: weights }],
      nodes: [{ op: "MatMul", name: "product", inputs: ["x", "w"], outputs: ["y"] }],
    },
    { threads },
  );
  const x = float32Tensor(
    new Float32Array(m * k).map((_, i) => ((i * 104_729) % 1000) / 1000 - 0.5),
    [m, k],
  );
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 10; i++) {
    const start = performance.now();
    await session.run({ x });
    best = Math.min(best, performance.now() - start);
  }
  await session.release();
  return (2 * m * k * n) / (best * 1e6);
}
