import { InvalidInputError } from "../../errors/index.ts";

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Papers are imported by a name made of it. */
const BEGINS_WITH_A_LETTER = /^[a-z]/;
/** Longer names make file names that some systems refuse. */
const LONGEST_NAME = 80;

/** Checks the name of a new claim or paper. Throws: InvalidInputError. */
export function checkNewName(of: "claim" | "paper", name: string): void {
  const fits = KEBAB_CASE.test(name) && (of === "claim" || BEGINS_WITH_A_LETTER.test(name));
  if (fits && name.length <= LONGEST_NAME) return;
  throw new InvalidInputError({
    what: `the name of the ${of}`,
    got: name,
    want: `kebab case (a-z, 0-9, single hyphens${of === "paper" ? ", a letter first" : ""}) of at most ${LONGEST_NAME} characters`,
    hint:
      of === "claim"
        ? "Hint: npm run new -- claim PAPER/plateaus-grow-with-depth"
        : "Hint: npm run new -- paper your-paper",
  });
}
