import { InvalidInputError } from "../errors/index.ts";
import type { Generator } from "./generator.ts";
import * as registry from "./registry.ts";

/** The activation types by name, as `registry.ts` lists them; the contract suite runs over all of them. */
const shipped = { ...registry } satisfies Record<string, Generator>;

/**
 * The names of the generators of a project that uses the package, which it declares:
 *
 * `declare module "bag-of-latents" { interface OwnGenerators { "half-way": true } }`
 */
// biome-ignore lint/suspicious/noEmptyInterface: what is declared elsewhere is merged into it
export interface OwnGenerators {}

/** The name of a registered generator. */
export type ActivationType = keyof typeof shipped | keyof OwnGenerators;

/** Every activation type by name: those that ship, and a project's own once `ownGenerators` has been told them. */
export const generators: Readonly<Record<ActivationType, Generator>> = { ...shipped };

/**
 * Registers a project's own activation types, in every process that loads its papers; the same name again replaces it.
 *
 * Throws: InvalidInputError for a name that ships, and for one that is not letters, digits and single hyphens.
 */
export function ownGenerators(own: Readonly<Record<keyof OwnGenerators, Generator>>): void {
  for (const [name, generator] of Object.entries<Generator>(own)) {
    const taken = Object.hasOwn(shipped, name);
    if (taken || !/^[a-z0-9]+(-[a-z0-9]+)*$/i.test(name))
      throw new InvalidInputError({
        what: "the name of an activation type of one's own",
        got: name,
        want: `letters, digits and single hyphens, and none of ${Object.keys(shipped).join(", ")}`,
        hint: "Hint: name it after what it keeps, such as half-way.",
      });
    Object.assign(generators, { [name]: generator });
  }
}
