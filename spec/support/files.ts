import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders: string[] = [];

/** A fresh temporary folder, removed when the spec file that asked for it is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "bag-of-latents-spec-"));
  folders.push(folder);
  return folder;
}

/** Removes what `temporaryFolder` gave; `after-each-file.ts` does, after each file. */
export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface RawTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A safetensors file byte for byte; `header` replaces the true header's entries, for files that lie. */
export function rawSafetensors(
  tensors: Readonly<Record<string, RawTensor>>,
  header: (entries: Record<string, unknown>) => unknown = (entries) => entries,
): Uint8Array {
  const entries: Record<string, unknown> = {};
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    entries[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header(entries)));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return Buffer.concat([length, text, ...Object.values(tensors).map(({ bytes }) => bytes)]);
}

export function f32(shape: readonly number[], values: readonly number[] | number = 0.1): RawTensor {
  const count = shape.reduce((product, n) => product * n, 1);
  const data = typeof values === "number" ? new Float32Array(count).fill(values) : Float32Array.from(values);
  return { dtype: "F32", shape, bytes: new Uint8Array(data.buffer) };
}
