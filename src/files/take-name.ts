import { linkSync, rmSync, writeFileSync } from "node:fs";

/** What link() says where a file system has no hard links: gcsfuse, Azure Files, blobfuse, exFAT, SMB. */
const NO_LINKS = ["EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EXDEV", "EMLINK", "EINVAL"];

/** Makes a hard link; a test hands in one that fails. */
export type Link = (from: string, to: string) => void;

/**
 * Makes a file that only one of several processes can make; false where the name is taken.
 *
 * A hard link appears with its content or not at all. Where the file system has none, the file is made by exclusive
 * creation, and another process may see it empty for a moment.
 * Throws: what the system says where neither works.
 */
export function takeName(path: string, content: string, link: Link = linkSync): boolean {
  const unique = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  try {
    writeFileSync(unique, content, { flag: "wx" });
    link(unique, path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST") return false;
    if (!NO_LINKS.includes(code)) throw error;
  } finally {
    rmSync(unique, { force: true });
  }
  return madeAlone(path, content);
}

function madeAlone(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
