/** Where a report contradicts itself, and how. */
export interface Contradiction {
  /** JSON pointer. */
  readonly pointer: string;
  readonly fact: string;
}
