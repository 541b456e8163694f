import { type Companions, readCompanions } from "../../checkpoint/companions.ts";
import { openModel } from "../../checkpoint/open-model.ts";
import { HubOfflineError, MalformedFileError, NotRunError } from "../../errors/index.ts";
import { homeFolder } from "../../files/home-folder.ts";
import { fetchModel } from "../../hub/fetch-release.ts";
import { hubEnvironment } from "../../hub/hub-environment.ts";
import { hubTools } from "../../hub/hub-tools.ts";
import type { LanguageModel, ModelShape, ResidualConvention } from "../../model/language-model.ts";
import type { Paper } from "../../paper/paper.ts";
import type { Runtime } from "../open-runtime.ts";
import type { RunOptions } from "../run-options.ts";

/** What a run knows of the models that stand beside its own. */
export interface OtherModels {
  /** Throws: NotRunError where there is no such model here; as `openModel`. */
  open(name: string): Promise<LanguageModel>;
  /** Which they are, for the identity of the run's curves; null where nothing is said of any. */
  readonly digest: string | null;
}

/**
 * The models beside a run's own: those that `companions.json` in its directory names, and on the paper's subject the
 * published ones that the paper names, where they are on this machine. Nothing is fetched for them.
 *
 * Throws: as `readCompanions`.
 */
export async function findOtherModels(facts: {
  readonly run: Pick<RunOptions, "model">;
  readonly paper: Pick<Paper, "beside">;
  readonly isSubject: boolean;
  readonly shape: ModelShape;
  readonly convention: ResidualConvention;
  readonly runtime: Runtime;
}): Promise<OtherModels> {
  const { run, paper, isSubject, shape, convention, runtime } = facts;
  const listed = await readCompanions(run.model.dir);
  const release = (name: string) => (isSubject ? paper.beside?.[name] : undefined);
  return {
    digest: listed?.digest ?? null,
    async open(name) {
      const dir = listed?.of.get(name)?.dir ?? (await publishedFolder(name, release(name)));
      const model = await openModel(dir, { convention, ...runtime });
      checkListed(name, model, listed);
      const { vocabulary } = model.shape;
      if (vocabulary === shape.vocabulary) return model;
      await model.dispose();
      throw new NotRunError({
        what: `The model "${name}"`,
        missing: `a model that reads the run's ${shape.vocabulary} tokens, not ${vocabulary}`,
        hint: "Hint: models that are compared read the same tokens.",
      });
    },
  };
}

/** Another file than the one that is listed is not the model that is meant. */
function checkListed(name: string, { identity }: LanguageModel, listed: Companions | null): void {
  const wanted = listed?.of.get(name);
  if (wanted === undefined || wanted.weights === identity.weightsDigest) return;
  throw new MalformedFileError({
    file: wanted.dir,
    fact: `holds weights ${identity.weightsDigest}, not ${wanted.weights}, which companions.json has for "${name}"`,
    hint: "Hint: restore it from version control, or write the new digest into companions.json.",
  });
}

async function publishedFolder(name: string, release: string | undefined): Promise<string> {
  const what = `The model "${name}"`;
  if (release === undefined)
    throw new NotRunError({
      what,
      missing: "a model beside the run's own by that name",
      hint: "Hint: companions.json in the model's directory names the folders of such models.",
    });
  const environment = { ...hubEnvironment(process.env, homeFolder()), offline: true };
  try {
    return (await fetchModel(release, { tools: hubTools({ environment }) })).dir;
  } catch (error) {
    if (!(error instanceof HubOfflineError)) throw error;
    throw new NotRunError({
      what,
      missing: `${release} on this machine`,
      hint: `Hint: npm run doctor -- --model ${release} --no-sae fetches it; then run this again.`,
    });
  }
}
