/** A button beside every file of numbers that the page holds, which saves it from there. */
export const SERIES_SCRIPT = `
if (document.getElementById("data-series") !== null)
  for (const link of document.querySelectorAll('main a[href^="data/"][href$=".csv"]')) {
    const name = link.getAttribute("href").slice("data/".length);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small from-page";
    button.textContent = "from this page";
    button.addEventListener("click", async () => {
      const all = await dataOf("series");
      const save = document.createElement("a");
      save.href = URL.createObjectURL(new Blob([all[name]], { type: "text/csv" }));
      save.download = name;
      save.click();
      URL.revokeObjectURL(save.href);
    });
    link.after(button);
  }`;
