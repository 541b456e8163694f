/** Where a model or an SAE of a run lies, and what it is called. */
export interface Source {
  /** A directory of this machine. */
  readonly dir: string;
  /** How a report names it; null: as its directory is named. */
  readonly name: string | null;
  /** The name of the Hub it was fetched by, as it would be typed again; null: it is a directory. */
  readonly typed: string | null;
}

/** A directory that was not fetched. */
export function directory(dir: string): Source {
  return { dir, name: null, typed: null };
}
