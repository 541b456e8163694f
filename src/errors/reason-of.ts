/** What the codes of the operating system mean, as the end of a sentence about a file or folder. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  ENOTDIR: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder",
  EACCES: "there is no permission",
  EPERM: "the system does not permit it",
  EROFS: "its file system is read-only",
  ELOOP: "its symbolic links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "this process has too many files open",
  ENFILE: "the system has too many files open",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the quota of the disk is used up",
  EFBIG: "the file would be too large",
  EIO: "the device gave an error when it was read or written",
  EBUSY: "it is in use",
  ESTALE: "the network file system lost it",
  ETXTBSY: "it is being run",
  ENXIO: "nothing stands behind this special file",
  EAGAIN: "the system has no more processes or threads to give",
  ENOMEM: "no memory is left",
  EPIPE: "its reader is gone",
  EXDEV: "it is on another file system",
  EEXIST: "it is there already",
  ENOTEMPTY: "the folder is not empty",
};

/** An error of the operating system, as Node hands it on. */
export interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
}

/** Whether an error is the operating system's: it has a code and says in which call. */
export function isSystemError(error: unknown): error is SystemError {
  return (
    error instanceof Error &&
    typeof (error as Partial<SystemError>).code === "string" &&
    typeof (error as Partial<SystemError>).syscall === "string"
  );
}

/** Why a file operation failed, in words where the code is known: "there is no permission (EACCES)". */
export function reasonOf(cause: unknown): string {
  const code = cause instanceof Error ? (cause as Partial<SystemError>).code : undefined;
  if (typeof code !== "string") return cause instanceof Error ? cause.message : String(cause);
  const words = REASONS[code];
  return words === undefined ? (cause as Error).message : `${words} (${code})`;
}
