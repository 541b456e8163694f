import type { ActivationType } from "../../experiment/record.generated.ts";

/** Items by type in the order of the report; types it does not list last, by name. */
export function inTypeOrder<T>(
  types: readonly ActivationType[],
  items: readonly T[],
  typeOf: (item: T) => string,
): T[] {
  const rank = (item: T) => {
    const at = types.findIndex(({ key }) => key === typeOf(item));
    return at < 0 ? types.length : at;
  };
  return [...items].sort((a, b) => rank(a) - rank(b) || (typeOf(a) < typeOf(b) ? -1 : 1));
}
