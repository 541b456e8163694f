import type { MatrixProducts } from "../math/matrix-products.ts";
import type { OnnxGraph, OnnxNode } from "./onnx/onnx-model.ts";
import { createKeptSessions } from "./ort-kept-sessions.ts";
import { createSession, float32Tensor } from "./ort-session.ts";

/**
 * Matrix products on onnxruntime. Both factors are fed, so that a matrix that is in memory anyway is not held twice; it
 * is packed once per product, which many rows make cheap.
 */
export function createOrtProducts(threads: number): MatrixProducts {
  const sessions = createKeptSessions();
  const open = (node: Pick<OnnxNode, "op" | "attributes">) =>
    sessions.of(node.op, () => createSession(productGraph(node), { threads }));
  const plain = () => open({ op: "MatMul" });
  const transposed = () => open({ op: "Gemm", attributes: { transB: { int: 1 } } });
  return {
    async times(a, b) {
      const feeds = {
        a: float32Tensor(a.data, [a.rows, a.cols]),
        b: float32Tensor(b.data, [b.rows, b.cols]),
      };
      const { c } = await (await plain()).run(feeds);
      return { rows: a.rows, cols: b.cols, data: c!.data as Float32Array };
    },
    async timesTransposed(a, b) {
      const feeds = {
        a: float32Tensor(a.data, [a.rows, a.cols]),
        b: float32Tensor(b.data, [b.rows, b.cols]),
      };
      const { c } = await (await transposed()).run(feeds);
      return { rows: a.rows, cols: b.rows, data: c!.data as Float32Array };
    },
    release: sessions.release,
  };
}

function productGraph(node: Pick<OnnxNode, "op" | "attributes">): OnnxGraph {
  return {
    name: "product",
    inputs: [
      { name: "a", type: "float32", shape: ["a_rows", "a_cols"] },
      { name: "b", type: "float32", shape: ["b_rows", "b_cols"] },
    ],
    outputs: [{ name: "c", type: "float32", shape: ["rows", "cols"] }],
    initializers: [],
    nodes: [{ ...node, name: "product", inputs: ["a", "b"], outputs: ["c"] }],
  };
}
