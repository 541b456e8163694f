import type { CriterionEntry, Provenance, Report } from "../report.generated.ts";
import { controlWords } from "../words/control-words.ts";
import {
  authorsText,
  controlNumbers,
  controlReason,
  criterionName,
  intervalText,
  plantedText,
  questionName,
  scheduleName,
  statisticWithUnit,
  thresholdText,
  unexpectedText,
  valueText,
  withMinus,
} from "../words/criterion-words.ts";
import { capital, formatNumber, withUnit } from "../words/format.ts";
import { registeredText, registrationHistory, simultaneousText } from "../words/registration-words.ts";
import { agreeText, meanText } from "../words/replicate-words.ts";
import { commitLink, shortCommit, sourceLink } from "../words/repository-links.ts";
import { turningText } from "../words/turning-words.ts";
import { flipText } from "../words/verdict-text.ts";
import { isUnexpected, verdictOf } from "../words/verdict-words.ts";
import type { CriterionCard, CriterionPart, Span, Term } from "./section.ts";

/** What cards are made of. */
type Asked = Pick<Report, "criteria" | "paper" | "provenance">;

/** A card a question: criteria that ask the same in another step schedule share one. In the order of the criteria. */
export function criterionCards({ criteria, ...of }: Asked): readonly CriterionCard[] {
  const questions = new Map<string, CriterionEntry[]>();
  for (const criterion of criteria) {
    const question = questionOf(criterion);
    questions.set(question, [...(questions.get(question) ?? []), criterion]);
  }
  return [...questions.values()].map((own) => criterionCard(own, of));
}

/** Equal for criteria that differ in nothing that is said of them but their step schedule. */
function questionOf(criterion: CriterionEntry): string {
  const { key, hypothesis, schedule, statement, where, statistic } = criterion;
  if (schedule === null) return key;
  const file = key.split(".")[0];
  return JSON.stringify([file, questionName(criterion), hypothesis, statement, where, statistic.name]);
}

/** What is said, what was found, against what, and how to see it again. */
function criterionCard(
  criteria: readonly CriterionEntry[],
  { paper, provenance }: Omit<Asked, "criteria">,
): CriterionCard {
  const [first, ...others] = criteria as readonly [CriterionEntry, ...CriterionEntry[]];
  const alone = others.length === 0;
  const { name: controlledBy } = first.control;
  const sameControl = !alone && others.every(({ control }) => control.name === controlledBy);
  const part = (criterion: CriterionEntry): CriterionPart =>
    criterionPart(criterion, {
      subject: paper.subject.name,
      source: provenance,
      name: alone ? criterionName(criterion) : (scheduleName(criterion) ?? criterionName(criterion)),
      namesControl: !sameControl,
    });
  return {
    name: alone ? criterionName(first) : questionName(first),
    statement: first.statement,
    where: first.where,
    arxiv: paper.arxiv,
    parts: [part(first), ...others.map(part)],
    facts: sameControl ? [{ term: "Control", said: controlledBy }] : [],
    more: [],
  };
}

interface PartWords {
  readonly name: string;
  readonly subject: string;
  readonly source: Provenance;
  /** Whether the control's name is said here: not where it stands above several parts. */
  readonly namesControl: boolean;
}

function criterionPart(criterion: CriterionEntry, words: PartWords): CriterionPart {
  const { statistic, expected } = criterion;
  const off = unexpectedText(criterion);
  return {
    criterion,
    name: words.name,
    unexpected: off === null ? null : `${capital(off)}. ${expected?.because ?? ""}`,
    value: statistic.value === null ? "no value" : valueText(criterion),
    measured: [
      statisticWithUnit(criterion),
      ...(statistic.interval === null
        ? []
        : [`95 % interval ${intervalText(criterion)}, ${statistic.method} bootstrap`]),
      `n = ${formatNumber(criterion.n)} bases`,
    ],
    facts: factsOf(criterion, words),
    more: moreOf(criterion, words),
  };
}

/** What the verdict rests on. */
function factsOf(criterion: CriterionEntry, { namesControl }: PartWords): Term[] {
  const { threshold, control } = criterion;
  const controlled = controlWords(control, criterion.verdict);
  return [
    {
      term: "Threshold",
      said: `Supported when the whole interval is ${thresholdText(criterion)}: ${threshold.because}.`,
    },
    ...replicateFacts(criterion),
    ...sensitivityFacts(criterion),
    {
      term: namesControl ? "Control" : "How it came out",
      said: [
        ...(namesControl ? [`${control.name}: `] : []),
        { control: controlled.state, word: controlled.long },
        `, ${controlNumbers(criterion)}. ${controlReason(criterion)}`,
      ],
    },
  ];
}

/** What stands beside it. */
function moreOf(criterion: CriterionEntry, { subject, source }: PartWords): Term[] {
  const { reproduction, beside, rerun, authors } = criterion;
  const planted = plantedText(criterion);
  const theirs = authors === null ? "." : ". Not a value of this model, and it changes no verdict.";
  return [
    ...(planted === null ? [] : [{ term: "Planted effect", said: `${planted}.` }]),
    { term: "The authors’ value", said: `${capital(authorsText(criterion, subject))}${theirs}` },
    {
      term: `Reproduction on ${subject}`,
      said: [
        { verdict: verdictOf(reproduction.status), word: reproduction.status },
        `: ${reproduction.reason}`,
      ],
    },
    { term: "Expected of this model", said: expectedOf(criterion) },
    ...told("Simultaneous bounds", simultaneousText(criterion)),
    ...registrationTerms(criterion, source),
    ...(beside.length === 0
      ? []
      : [
          {
            term: "Beside it, not judged",
            said: "",
            items: beside.map(({ name, unit, value }) => [
              `${withMinus(name)}: `,
              { strong: withUnit(formatNumber(value), unit) },
            ]),
          },
        ]),
    { term: "Run it again", said: [{ code: rerun }] },
  ];
}

/** When the threshold was set and why; and where that is kept, in the same words on every card. */
function registrationTerms(criterion: CriterionEntry, source: Provenance): readonly Term[] {
  const said = registeredText(criterion);
  if (said === null) return [];
  const { ledgers, ledgersCommit = null } = source;
  const items = registrationHistory(criterion);
  const term: Term = { term: "Registration", said: `${capital(said)}.`, ...(items.length > 0 && { items }) };
  if (ledgers === undefined || !criterion.registered) return [term];
  const changed: readonly Span[] =
    ledgersCommit === null
      ? ["; what lies there was in no commit"]
      : [
          ", last changed by commit ",
          { href: commitLink(source, ledgersCommit), word: shortCommit(ledgersCommit) },
        ];
  return [
    term,
    {
      term: "Where thresholds are registered",
      said: ["In ", { href: sourceLink(source, ledgers), word: ledgers }, ...changed, "."],
    },
  ];
}

/** A term that there is something to say of. */
function told(term: string, said: string | null): readonly Term[] {
  return said === null ? [] : [{ term, said: `${capital(said)}.` }];
}

/** What several runs come to that differ in their seed alone, and whether this one says the same. */
function replicateFacts(criterion: CriterionEntry): Term[] {
  const { replicates, verdict } = criterion;
  if (replicates === undefined) return [];
  const other = replicates.verdict === verdict ? "" : ` ${replicates.reason} This run alone is ${verdict}.`;
  return [
    {
      term: `Over ${replicates.of.values.length} replicates`,
      said: [
        word(replicates.verdict),
        ` (${agreeText(replicates)}), mean ${meanText(criterion, replicates)}.${other}`,
      ],
    },
  ];
}

/** What would turn the verdict: another threshold, or another draw of the bases. */
function sensitivityFacts(criterion: CriterionEntry): Term[] {
  const said = [turningText(criterion), flipText(criterion)].filter((text) => text !== null);
  return said.length === 0 ? [] : [{ term: "What would turn it", said: said.join(" ") }];
}

function expectedOf(criterion: CriterionEntry): readonly Span[] {
  const { expected } = criterion;
  if (expected === null) return ["Nothing."];
  const off = isUnexpected(criterion) ? " Not what was found." : "";
  return [word(expected.verdict), `: ${expected.because}${off}`];
}

function word(verdict: CriterionEntry["verdict"]): Span {
  return { verdict, word: verdict };
}
