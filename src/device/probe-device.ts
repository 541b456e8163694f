import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Device } from "../model/device.ts";
import { encodeModel } from "../model/onnx/onnx-model.ts";

/** What came of trying a device. */
export interface ProbeOutcome {
  /** null: the process that tried it ended without one. */
  readonly answer: ProbeAnswer | null;
  /** Everything that process printed, native libraries included. */
  readonly printed: string;
}

export interface ProbeAnswer {
  /** The providers that this build of onnxruntime-node knows of. */
  readonly providers: readonly string[];
  /** Why the session could not be made or run; null: it gave the right numbers. */
  readonly error: string | null;
}

/** A driver that has not answered by then is not going to. */
const PROBE_MS = 60_000;

/**
 * Runs a session of one node on a device, in a process of its own: drivers and loaders print what they like, and may
 * crash. Never fails; `answer` says what was wrong.
 */
export function probeDevice(device: Device): Promise<ProbeOutcome> {
  return new Promise((resolve) => {
    const runtime = createRequire(import.meta.url).resolve("onnxruntime-node");
    const child = spawn(process.execPath, ["-e", PROBE, runtime, device, oneNode().toString("base64")], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, ORT_DISABLE_TELEMETRY: "1" },
      timeout: PROBE_MS,
    });
    let printed = "";
    let answer: ProbeAnswer | null = null;
    const listen = (data: Buffer) => {
      printed += data.toString();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.on("message", (message) => {
      answer = message as ProbeAnswer;
    });
    child.on("error", ({ message }) => resolve({ answer, printed: `${printed}\n${message}` }));
    child.on("close", () => resolve({ answer, printed }));
  });
}

/** y = x + x. */
function oneNode(): Buffer {
  return Buffer.from(
    encodeModel({
      name: "probe",
      inputs: [{ name: "x", type: "float32", shape: [2] }],
      outputs: [{ name: "y", type: "float32", shape: [2] }],
      initializers: [],
      nodes: [{ op: "Add", name: "twice", inputs: ["x", "x"], outputs: ["y"] }],
    }),
  );
}

/** What the other process runs; it has no TypeScript. Sends a `ProbeAnswer`. */
const PROBE = `
const [runtime, device, model] = process.argv.slice(1);
const ort = require(runtime);
const providers = ort.listSupportedBackends().map(({ name }) => name);
const tell = (error) => process.send({ providers, error }, () => process.exit());
ort.InferenceSession.create(Buffer.from(model, "base64"), { executionProviders: [device] })
  .then((session) => session.run({ x: new ort.Tensor("float32", Float32Array.of(1, 2), [2]) }))
  .then(({ y }) => tell(String(y.data) === "2,4" ? null : "1 + 1 gave " + y.data[0]))
  .catch((error) => tell(error.message));
`;
