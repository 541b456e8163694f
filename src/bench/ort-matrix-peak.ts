import { createSession, float32Tensor, type SessionOptions } from "../model/ort-session.ts";

/** A device's float32 matrix product, to hold other rates against. */
export interface MatrixProduct {
  /** "1010x768 by 768x3072" */
  readonly name: string;
  /** Floating-point operations of one product, a multiplication and an addition counted as two. */
  readonly operations: number;
  run(): Promise<unknown>;
  dispose(): Promise<void>;
}

/** Rows, inner size and columns: the products of a GPT-2 small block, for few rows and for many. */
const SIZES = [404, 1010].flatMap(
  (rows) =>
    [
      [rows, 768, 2304],
      [rows, 768, 768],
      [rows, 768, 3072],
      [rows, 3072, 768],
    ] as const,
);

/** Products on onnxruntime, the right operand a constant, on the given device and threads; the fastest is the peak. */
export function openMatrixProducts(on: SessionOptions): Promise<readonly MatrixProduct[]> {
  return Promise.all(SIZES.map((size) => openMatrixProduct(size, on)));
}

async function openMatrixProduct(
  [m, k, n]: readonly [rows: number, inner: number, columns: number],
  on: SessionOptions,
): Promise<MatrixProduct> {
  const session = await createSession(
    {
      name: "product",
      inputs: [{ name: "x", type: "float32", shape: [m, k] }],
      outputs: [{ name: "y", type: "float32", shape: [m, n] }],
      initializers: [{ name: "w", shape: [k, n], floats: spread(k * n, 7919) }],
      nodes: [{ op: "MatMul", name: "product", inputs: ["x", "w"], outputs: ["y"] }],
    },
    on,
  );
  const x = float32Tensor(spread(m * k, 104_729), [m, k]);
  return {
    name: `${m}x${k} by ${k}x${n}`,
    operations: 2 * m * k * n,
    run: () => session.run({ x }),
    dispose: () => session.release(),
  };
}

/** Values between -0.5 and 0.5, no two neighbours alike. */
function spread(count: number, prime: number): Float32Array {
  return new Float32Array(count).map((_, i) => ((i * prime) % 1000) / 1000 - 0.5);
}
