import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BagOfLatentsError, DamagedCacheWarning } from "../errors/index.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { written } from "../hub/written.ts";

/** Small pieces of something large, kept on this machine so that they are fetched once. */
export interface KeptPieces {
  readonly folder: string;
  /** What was kept under a name; null when nothing was, or when it is damaged, which is told. */
  get(name: string): Promise<Uint8Array | null>;
  /** Keeps bytes whole or not at all. Throws: HubWriteError. */
  put(name: string, bytes: Uint8Array): Promise<void>;
}

const DIGEST_LENGTH = 64;

/**
 * Opens a folder of pieces: each a file of its sha256 in hex, a line end, and its bytes.
 *
 * The sha256 is also over `of` and the name, so a piece that lies in another's place is damaged too. Processes that
 * keep the same piece at once replace each other's with the same bytes.
 */
export function keptPieces(
  folder: string,
  of: string,
  onWarning: (warning: BagOfLatentsError) => void,
): KeptPieces {
  const digest = (name: string, bytes: Uint8Array) =>
    createHash("sha256").update(`${of}\0${name}\0`).update(bytes).digest("hex");
  return {
    folder,
    async get(name) {
      const file = join(folder, name);
      const read = await readFile(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return null; // `put` says what is in the way
        throw error;
      });
      if (read === null) return null;
      const bytes = read.subarray(DIGEST_LENGTH + 1);
      if (read.toString("latin1", 0, DIGEST_LENGTH) === digest(name, bytes)) return bytes;
      onWarning(new DamagedCacheWarning({ file }));
      await rm(file, { force: true });
      return null;
    },
    async put(name, bytes) {
      const file = join(folder, name);
      const write = () =>
        writeAtomically(file, async (append) => {
          await append(Buffer.from(`${digest(name, bytes)}\n`));
          await append(bytes);
        });
      await written(file, bytes.length, write, "BAG_OF_LATENTS_CACHE");
    },
  };
}
