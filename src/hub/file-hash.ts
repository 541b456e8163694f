import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** The two names that the Hub gives contents. */
export interface FileHash {
  readonly bytes: number;
  /** sha256 of the bytes, hex. */
  readonly sha256: string;
  /** sha1 of `blob <bytes>\0` and the bytes, hex: git's name for a small file. */
  readonly git: string;
}

/** Both hashes of a file, in one pass. */
export async function hashFile(path: string): Promise<FileHash> {
  const bytes = (await stat(path)).size;
  const sha256 = createHash("sha256");
  const git = createHash("sha1").update(`blob ${bytes}\0`);
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    sha256.update(piece as Buffer);
    git.update(piece as Buffer);
  }
  return { bytes, sha256: sha256.digest("hex"), git: git.digest("hex") };
}
