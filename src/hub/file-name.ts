/** Longest name of a file on every file system in use, bytes. */
const LONGEST = 255;

/** Names and endings that Windows keeps for devices, or drops. */
const OF_WINDOWS = /[<>"|?*]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Whether a string from outside can be the name of one file or folder: it names no other folder, has no separator of
 * any system, no control character, and is not too long.
 */
export function isFileName(name: string, platform: string = process.platform): boolean {
  return (
    name !== "" &&
    name !== "." &&
    name !== ".." &&
    !/[\\/:]|\p{Cc}/u.test(name) &&
    Buffer.byteLength(name) <= LONGEST &&
    !(platform === "win32" && OF_WINDOWS.test(name))
  );
}

/** Whether every part of a path with forward slashes is a name, so that it stays below where it is put. */
export function isRelativePath(path: string, platform?: string): boolean {
  return path.split("/").every((part) => isFileName(part, platform));
}
