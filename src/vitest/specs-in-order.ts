import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Specs with a process of their own first, then those that share one, each in vitest's own order; claims last and by
 * path, for a run tells its claims in the same order every time.
 *
 * Vitest ends a shared process as soon as a file of another project is next, and the longest specs are among those that
 * have their own.
 */
export class SpecsInOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const claims = files.filter(isOf("claims")).sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    const shared = await super.sort(files.filter(isOf("shared")));
    const own = await super.sort(files.filter((file) => !claims.includes(file) && !shared.includes(file)));
    return [...own, ...shared, ...claims];
  }
}

function isOf(name: string): (file: TestSpecification) => boolean {
  return ({ project }) => project.name === name;
}
