import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Vitest's own order, but claims last and by path: a run tells its claims in the same order every time. */
export class ClaimsInPathOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const claims = files.filter(isClaim).sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
    return [...(await super.sort(files.filter((file) => !isClaim(file)))), ...claims];
  }
}

function isClaim({ project }: TestSpecification): boolean {
  return project.name === "claims";
}
