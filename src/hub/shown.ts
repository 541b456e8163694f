/** Longest text of a server or of the system that is quoted in a sentence, characters. */
const LONGEST = 300;

/** What stands in the place of something that is not shown. */
const HIDDEN = "…";

const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/\S*/gi;

/**
 * An address as sentences show it: scheme, host and path, without user, password, query and fragment.
 *
 * Signed addresses carry their signature in the query. Where a password holds characters that end the host or the
 * path ("#", "?", "/"), an "@" is left in what follows: then nothing but the scheme is shown.
 */
export function shownAddress(address: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*:\/\/)/i.exec(address)?.[1] ?? "";
  if (!URL.canParse(address))
    return address.includes("@") ? `${scheme}${HIDDEN}` : address.replace(/[?#].*$/s, "");
  const { protocol, host, pathname, search, hash } = new URL(address);
  if (`${pathname}${search}${hash}`.includes("@")) return `${protocol}//${HIDDEN}`;
  return `${protocol}//${host}${pathname === "/" && !address.endsWith("/") ? "" : pathname}`;
}

/**
 * A text that comes from a server or from the system, as sentences quote it: addresses as `shownAddress` has them,
 * none of the secrets, no control characters, and not long.
 */
export function shownText(text: string, secrets: readonly string[] = []): string {
  const without = secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret !== "")
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  const plain = without
    .replace(ADDRESS, (address) => {
      const end = /[)\]>,.;"'…]*$/.exec(address)![0]; // of the sentence around it
      return `${shownAddress(address.slice(0, address.length - end.length))}${end}`;
    })
    .replace(/\p{Cc}+/gu, " ");
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}${HIDDEN}` : plain;
}

/** An error of the system with nothing of it but its code and what may be shown of its text: no request, no address. */
export function shownCause(cause: unknown, secrets: readonly string[]): Error {
  const inner = innermost(cause);
  const message = inner instanceof Error ? inner.message : String(inner);
  const code = inner instanceof Error ? (inner as NodeJS.ErrnoException).code : undefined;
  const text = shownText(message, secrets);
  const shown = new Error(code === undefined || text === "" ? text || String(code) : `${code}: ${text}`);
  shown.stack = `Error: ${shown.message}`;
  return shown;
}

/** Node says only "fetch failed" outside. */
function innermost(error: unknown): unknown {
  let inner = error;
  for (let depth = 0; depth < 5 && inner instanceof Error && inner.cause instanceof Error; depth++)
    inner = inner.cause;
  return inner;
}
