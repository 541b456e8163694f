/**
 * Stands in the place of compiled-code.mjs in a built package: what is loaded is compiled already, and lies beside.
 *
 * @param {string} name
 */
export function load(name) {
  return import(new URL(`./${name}.mjs`, import.meta.url).href);
}
