import { writeSync } from "node:fs";
import { mkdir, open, readdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BagOfLatentsError, DamagedRecordsWarning, StoreWriteError } from "../errors/index.ts";
import { type CurveStore, curveKey } from "../experiment/curve-store.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import { STORE_ABANDONED_MS } from "../limits.ts";
import { curveLine, curveOfLine, linesOf, type StoredCurve } from "./curve-lines.ts";
import type { CurveFacts } from "./parse-curve.ts";
import { type LockOptions, lockFolder, type StoreLock } from "./store-lock.ts";

/** The curves of one run on disk. */
export interface RunStore extends CurveStore {
  readonly folder: string;
  /** The curves that were in it when it was opened. */
  readonly found: readonly StoredCurve[];
  /** Ends writing and lets others in. What was kept stays. */
  close(): Promise<void>;
}

/** A file that only grows. */
export interface AppendFile {
  /** Throws when not all bytes were written. */
  write(bytes: Uint8Array): Promise<void>;
  /** Cuts the file to its first `length` bytes. */
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface RunStoreOptions extends LockOptions {
  /** What its curves must agree with; those that do not are dropped as damage is. */
  readonly facts?: CurveFacts;
  /** Told about damage that was repaired; it is not an error. */
  readonly onWarning: (warning: BagOfLatentsError) => void;
  /** How the file is appended to. For tests: a disk that is full. */
  readonly openAppend?: (file: string) => Promise<AppendFile>;
}

/** The file of a store: one checksummed line per curve. */
const FILE = "curves.jsonl";

/**
 * Opens the store in `folder`, which is made where there is none, for this process alone.
 *
 * Every record is verified. A damaged one is dropped with a warning and the file rewritten without it, whole or not at
 * all. A base's curves are written in one piece; after a failed write the file is cut back to the last whole piece.
 * Throws: StoreInUseError, StoreWriteError.
 */
export async function openRunStore(
  folder: string,
  { onWarning, facts, openAppend = appendToFile, ...lockOptions }: RunStoreOptions,
): Promise<RunStore> {
  const file = join(folder, FILE);
  const failed = (cause: unknown): never => {
    throw new StoreWriteError({ file, kept: kept.size, cause });
  };
  let kept: ReadonlyMap<string, StoredCurve> = new Map();
  await mkdir(folder, { recursive: true }).catch(failed);
  const lock = await lockFolder(folder, lockOptions);
  try {
    const read = await readCurves(file, facts);
    kept = read.curves;
    if (read.dropped > 0)
      onWarning(new DamagedRecordsWarning({ file, dropped: read.dropped, kept: kept.size }));
    if (!read.clean) await writeCurves(file, [...kept.values()]).catch(failed);
    const append = await openAppend(file).catch(failed);
    return writableStore({ folder, file, kept: read.curves, size: await sizeOf(file), append, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The whole records of a store that nobody writes any more. */
export async function readStoredCurves(folder: string, facts?: CurveFacts): Promise<readonly StoredCurve[]> {
  const { curves } = await readCurves(join(folder, FILE), facts);
  return [...curves.values()];
}

/** Removes a store, and the folder around it when it was the last one in there. */
export async function removeRunStore(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await rmdir(dirname(folder)).catch(() => {}); // another store of the same run is in it, or somebody removed it
}

/** Removes the runs in a folder of run stores whose curves nobody has touched for STORE_ABANDONED_MS before `now`. */
export async function removeAbandonedRuns(runs: string, now: number): Promise<void> {
  for (const key of await namesIn(runs)) {
    const stores = await namesIn(join(runs, key));
    if (stores.length === 0) continue; // another process is just making it
    const times = await Promise.all(stores.map((name) => timeOf(join(runs, key, name, FILE))));
    if (now - Math.max(...times) > STORE_ABANDONED_MS)
      await rm(join(runs, key), { recursive: true, force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []); // none yet, or just removed by its own run
}

/** When a file was last written, ms; now for one that is just being made. */
async function timeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
}

function writableStore(parts: {
  readonly folder: string;
  readonly file: string;
  readonly kept: Map<string, StoredCurve>;
  readonly size: number;
  readonly append: AppendFile;
  readonly lock: StoreLock;
}): RunStore {
  const { folder, file, kept, append, lock } = parts;
  let { size } = parts;
  let turn: Promise<void> = Promise.resolve(); // one write at a time
  const write = async (curves: readonly StoredCurve[]): Promise<void> => {
    const bytes = Buffer.from(curves.map(curveLine).join(""));
    try {
      await append.write(bytes);
    } catch (cause) {
      await append.truncate(size).catch(() => {}); // a torn end is dropped when the store is opened again
      throw new StoreWriteError({ file, kept: kept.size, cause });
    }
    size += bytes.length;
    for (const curve of curves) kept.set(curveKey(curve.lab, curve.arm, curve.base), curve);
  };
  return {
    folder,
    found: [...kept.values()],
    get: (lab, arm, base) => kept.get(curveKey(lab, arm, base)),
    put: (lab, base, records) => {
      const mine = turn.then(() => write(records.map((record) => ({ ...record, lab, base }))));
      turn = mine.catch(() => {});
      return mine;
    },
    close: async () => {
      await turn;
      await append.close();
      lock.release();
    },
  };
}

interface ReadCurves {
  readonly curves: Map<string, StoredCurve>;
  readonly dropped: number;
  /** Whether the file can be appended to as it is. */
  readonly clean: boolean;
}

async function readCurves(file: string, facts?: CurveFacts): Promise<ReadCurves> {
  const { lines, ended } = linesOf(await readIfThere(file));
  const curves = new Map<string, StoredCurve>();
  const written = new Map<string, string>();
  const disputed = new Set<string>();
  let dropped = 0;
  for (const line of lines) {
    const curve = curveOfLine(line, facts);
    if (!curve) {
      dropped++;
      continue;
    }
    const key = curveKey(curve.lab, curve.arm, curve.base);
    if ((written.get(key) ?? line) !== line) disputed.add(key);
    written.set(key, line);
    curves.set(key, curve);
  }
  // equal runs write equal lines: of two that differ one is wrong, and nothing says which
  for (const key of disputed) curves.delete(key);
  dropped += disputed.size;
  return { curves, dropped, clean: ended && curves.size === lines.length };
}

async function writeCurves(file: string, curves: readonly StoredCurve[]): Promise<void> {
  await writeAtomically(file, async (append) => {
    for (const curve of curves) await append(Buffer.from(curveLine(curve)));
  });
}

async function readIfThere(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
}

async function sizeOf(file: string): Promise<number> {
  const handle = await open(file, "a");
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function appendToFile(file: string): Promise<AppendFile> {
  const handle = await open(file, "a");
  return {
    async write(bytes) {
      // a kilobyte: handing it to another thread and back takes longer than writing it
      let done = 0;
      while (done < bytes.length) done += writeSync(handle.fd, bytes, done, bytes.length - done);
    },
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
}
