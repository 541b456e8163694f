/** What must be given back, in the reverse of the order in which it was taken. */
export interface Releases {
  add(release: () => Promise<void>): void;
  /** Gives everything back, once. Throws: the first failure, after all were tried. */
  all(): Promise<void>;
}

export function createReleases(): Releases {
  const held: (() => Promise<void>)[] = [];
  return {
    add: (release) => {
      held.push(release);
    },
    async all() {
      const failures: unknown[] = [];
      for (let release = held.pop(); release; release = held.pop())
        await release().catch((error: unknown) => {
          failures.push(error);
        });
      if (failures.length > 0) throw failures[0];
    },
  };
}
