/** That every spec of `spec/whole` passed on what is there, or was not-run for a reason. */
export interface WholeRecord {
  /** `whatRuns` of the checkout they ran in. */
  readonly sha256: string;
  /** Major version of Node, and the operating system as Node names it. */
  readonly node: number;
  readonly platform: string;
  /** Day, as in 2026-11-28. */
  readonly date: string;
  readonly passed: number;
  /** Why some did not run, each reason once. */
  readonly notRun: readonly string[];
}

/** The folder of the specs that run the product as a whole, from the checkout. */
export const WHOLE: string;

/** The file of the record, from the checkout. */
export const RECORD: string;

/**
 * The sha256 over path and bytes of every file that those specs can run or read: sources, specs, fixtures, goldens,
 * committed reports, scripts, workflows, the lock file, and the documents that a newcomer follows.
 *
 * Files and folders that begin with a dot are left out unless they are named there, and so is the record.
 */
export function whatRuns(root: string): string;

/** Whether the record of a checkout is about what is there now, on this major version of Node and this system. */
export function isRecorded(root: string): boolean;

/** The spec files of the folder, from the checkout. */
export function wholeSpecs(root: string): readonly string[];
