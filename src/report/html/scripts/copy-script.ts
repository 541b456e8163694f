/** A button behind every command that copies it; from a file a browser may refuse, and then it is selected instead. */
export const COPY_SCRIPT = `
for (const code of document.querySelectorAll("dd > code, p > code")) {
  if (!code.textContent.includes(" ")) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small copy";
  button.textContent = "copy";
  button.setAttribute("aria-label", "Copy the command");
  button.addEventListener("click", async () => {
    const said = await navigator.clipboard?.writeText(code.textContent).then(() => "copied", () => null);
    if (!said) getSelection().selectAllChildren(code);
    button.textContent = said ?? "selected";
    setTimeout(() => { button.textContent = "copy"; }, 2000);
  });
  code.after(button);
}`;
