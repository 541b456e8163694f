import { createSession, float32Tensor } from "./ort-session.ts";

/** The machine's float32 matrix product, to hold other rates against. */
export interface MatrixProduct {
  /** Floating-point operations of one product, a multiplication and an addition counted as two. */
  readonly operations: number;
  run(): Promise<unknown>;
  dispose(): Promise<void>;
}

/** 1010x768 by 768x3072 on onnxruntime, the right operand a constant, on the given number of threads. */
export async function openMatrixProduct(threads: number): Promise<MatrixProduct> {
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
  return { operations: 2 * m * k * n, run: () => session.run({ x }), dispose: () => session.release() };
}
