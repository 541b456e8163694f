import type { FileHandle } from "node:fs/promises";

/** A file changed more lately than this before it is looked at, ns, may change again under the same times. */
const RACY_NS = 2_000_000_000n;

/**
 * THE ONE STAND-IN FOR A FILE'S CONTENTS: device, inode, size and both times in ns.
 *
 * Who writes a file can set its mtime back, but not its ctime; a copy over it has another ctime, a moved one another
 * inode. What is left is a change so soon after the last that the clock of the file system shows the same time: like git's
 * index, a stamp taken within two seconds of a change is believed by nobody. It is kept in memory alone: a digest in a
 * report is computed by the process that measured.
 */
export interface FileStamp {
  /** Equal where nothing changed. */
  readonly key: string;
  /** Whether the last change lay far enough back when the stamp was taken. */
  readonly settled: boolean;
}

/** The stamp of an open file, as it is now. */
export async function fileStamp(handle: FileHandle, nowMs: number = Date.now()): Promise<FileStamp> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true });
  const changed = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return {
    key: [dev, ino, size, mtimeNs, ctimeNs].join(" "),
    settled: changed + RACY_NS < BigInt(Math.floor(nowMs)) * 1_000_000n,
  };
}
