/** Which of a run's models a curve belongs to: its own, the untrained one of its shape, or one that stands beside it. */
export type LabName = "model" | "untrained" | `other ${string}`;

/** What a model that stands beside the run's own is called there. */
export function otherModelOf(lab: Exclude<LabName, "model" | "untrained">): string {
  return lab.slice("other ".length);
}

/** One measured path of one base. */
export interface CurveRecord {
  /** `armKey` of the arm. */
  readonly arm: string;
  /** ‖target - start‖, residual units. */
  readonly distance: number;
  /** L2 in residual units, KL in nats or JS distance. Shape: [points]. */
  readonly curve: Float64Array;
}

/**
 * Where curves are kept while a run lasts, so that a killed run goes on where it was.
 *
 * A store serves one run: equal model, prompts, protocol and code.
 */
export interface CurveStore {
  /** Throws: MissingCurveError where nothing may be measured and the curve is not there. */
  get(lab: LabName, arm: string, base: number): CurveRecord | undefined;
  /** Keeps all arms that one base was measured with. Throws: StoreWriteError. */
  put(lab: LabName, base: number, records: readonly CurveRecord[]): Promise<void>;
}

/** Keeps nothing: every curve is measured. */
export const noCurveStore: CurveStore = { get: () => undefined, put: async () => {} };

/** Keeps curves in memory. */
export function memoryCurveStore(): CurveStore {
  const kept = new Map<string, CurveRecord>();
  return {
    get: (lab, arm, base) => kept.get(curveKey(lab, arm, base)),
    put: async (lab, base, records) => {
      for (const record of records) kept.set(curveKey(lab, record.arm, base), record);
    },
  };
}

/** The key of one curve. */
export function curveKey(lab: LabName, arm: string, base: number): string {
  return `${base} ${lab} ${arm}`;
}
