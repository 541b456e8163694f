import type { Command } from "commander";

/** `gallery`: a page of papers by models that leads to reports. */
export function galleryCommand(program: Command): void {
  program
    .command("gallery")
    .description("Write a page of papers by models: every cell a verdict that leads to its report.")
    .argument("<reports...>", "report.json files, or the folders that they lie in")
    .option("--out <dir>", "folder of index.html; its links are relative (default: reports)")
    .addHelpText(
      "after",
      `
Example:
  npm run gallery -- reports/organism reports/organism/*/report.json reports/gpt2-small`,
    )
    .action(async (reports: readonly string[], options: { readonly out?: string }) => {
      const { writeGallery } = await import("../commands/reports/gallery.ts");
      process.stdout.write(await writeGallery(reports, options));
    });
}
