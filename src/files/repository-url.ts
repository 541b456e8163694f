/** `git@host:owner/name.git`, `ssh://git@host/owner/name` and `https://user:secret@host/owner/name.git`, taken apart. */
const FORMS: readonly RegExp[] = [
  /^https:\/\/(?:[^@/]*@)?([A-Za-z0-9][A-Za-z0-9.-]*)\/([A-Za-z0-9._~/-]+)$/,
  /^(?:ssh:\/\/)?git@([A-Za-z0-9][A-Za-z0-9.-]*)[:/]([A-Za-z0-9._~/-]+)$/,
];

/**
 * The page of a repository, as a reader opens it, from how git reaches it: https, host and path, and nothing else. A name
 * or secret that stands in front of the host is left out; null for what is no repository with a page.
 */
export function repositoryUrl(remote: string | null): string | null {
  for (const form of FORMS) {
    const [, host, path] = form.exec(remote ?? "") ?? [];
    const parts =
      path
        ?.replace(/\.git\/?$/, "")
        .split("/")
        .filter(Boolean) ?? [];
    if (host !== undefined && parts.length > 0 && !parts.includes(".."))
      return `https://${host}/${parts.join("/")}`;
  }
  return null;
}
