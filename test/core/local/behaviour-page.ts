/** What a page, its site and its engine do together: nothing here knows of a server, so that a browser runs it as well. */
import type { PageDecision } from '../../../core/decisions/treatment.ts';
import type { Context, Properties } from '../../../core/entry.ts';
import {
  type AppendTerms,
  appendPost,
  appendReport,
  type SessionFile,
} from '../../../core/local/appending.ts';
import type { LocalBundle, LocalModel, LocalSegment } from '../../../core/local/bundle.ts';
import {
  createLocalEngine,
  type FreshEvent,
  type LocalEngine,
  type LocalScore,
  type Look,
} from '../../../core/local/engine.ts';
import { rankReasons } from '../../../core/scoring/reason.ts';

export type Step = {
  /** Ms after the script began. */
  readonly at: number;
  /** Name of the page load. */
  readonly page?: string;
  readonly events?: readonly (readonly [name: string, properties: Properties])[];
  readonly slots?: readonly string[];
  /** What becomes of the decision of a campaign that was made last. */
  readonly report?: { readonly campaign: string; readonly shown?: boolean; readonly action?: string };
  readonly expect?: Seen;
};

export type Seen = {
  /** Since when, ms after the script began, by key. */
  readonly segments: Readonly<Record<string, number>>;
  /** `campaign variant [slot]`, sorted; a control arm in brackets. */
  readonly decisions: readonly string[];
  /** Of the model, where there is one. */
  readonly p?: number;
  readonly band?: LocalScore['band'];
  /** What moves its log-odds from the base, the strongest first. */
  readonly why?: {
    readonly base: number;
    readonly reasons: readonly (readonly [feature: string, shap: number])[];
  };
};

export type Script = {
  readonly name: string;
  /** Of stable shares. */
  readonly unit: string;
  readonly holdout?: number;
  readonly caps?: LocalBundle['site']['caps'];
  readonly zone?: string;
  /** UTC ms at which it begins. */
  readonly begins: number;
  readonly segments: Readonly<Record<string, LocalSegment['when']>>;
  /** As they are put. */
  readonly campaigns: Readonly<Record<string, object>>;
  readonly model?: LocalModel;
  readonly steps: readonly Step[];
};

/** One line for each decision, however it was made. */
export function lineOf({
  campaign,
  variant,
  slot,
  treatment,
}: Pick<PageDecision, 'campaign' | 'variant' | 'slot'> & { readonly treatment: unknown }): string {
  const line = [campaign, variant, ...(slot === undefined ? [] : [slot])].join(' ');
  return treatment === null ? `(${line})` : line;
}

const CONTEXT: Context = { device: 'desktop' };

/** As a page, its site and its engine do it together. */
export function playInPage(
  bundle: LocalBundle,
  script: Script,
  begins = script.begins,
  unit = script.unit,
): readonly Seen[] {
  const terms: AppendTerms = { hears: bundle.hears, caps: {}, holds: 35_000, session_gap: 1_800_000 };
  const pages = new Map<string, { readonly engine: LocalEngine; hasState: boolean }>();
  const made = new Map<string, PageDecision>();
  let file: SessionFile | null = null;
  let sent = 0;
  return script.steps.flatMap((step): readonly Seen[] => {
    const now = begins + step.at;
    if (step.report !== undefined) {
      const { campaign, shown = true, action } = step.report;
      const decision = made.get(campaign);
      if (decision === undefined || file === null) throw new Error(`${script.name}: nothing of ${campaign}`);
      const said = decision.treatment === null ? { shown: false, withheld: true as const } : { shown };
      file = appendReport(file, { decision: decision.id, ...said, ...(action && { action }) }, now);
      return [];
    }
    const { page: name = 'one', events = [], slots = [] } = step;
    const page = pages.get(name) ?? { engine: createLocalEngine(bundle), hasState: false };
    pages.set(name, page);
    const fresh = events.map(([event, properties]): FreshEvent => {
      sent += 1;
      return { id: `e${String(sent).padStart(4, '0')}`, name: event, t: now, properties };
    });
    const look = (state: SessionFile | null, unsent: readonly FreshEvent[]): Look =>
      page.engine.look({ state: state?.st ?? null, fresh: unsent, context: CONTEXT, slots, now });
    const items = fresh.map(({ id: i, name: n, t, properties: p }) => ({ i, n, t, p }));
    const before = file;
    const first = look(page.hasState ? before : null, fresh);
    file = appendPost(before, unit, { receivedAt: now, s: now, e: items }, terms).file;
    const seen = page.hasState ? first : look(file, []);
    page.hasState = true;
    const chosen = seen.decisions.map(({ id: decision, campaign, variant }) => {
      sent += 1;
      return {
        i: `e${String(sent).padStart(4, '0')}`,
        n: 'Treatment Chosen',
        t: now,
        p: { decision, campaign, variant },
      };
    });
    const asked = appendPost(file, unit, { receivedAt: now, s: now, e: chosen }, terms);
    file = asked.file;
    const granted = seen.decisions.filter(({ id }) => asked.go.includes(id));
    for (const decision of granted) made.set(decision.campaign, decision);
    return [
      {
        segments: Object.fromEntries(seen.segments.map(({ key, since }) => [key, since - begins])),
        decisions: granted.map(lineOf).sort(),
        ...(seen.score && scoreOf(seen.score)),
      },
    ];
  });
}

function scoreOf({ p, band, base, reasons }: LocalScore): Pick<Seen, 'p' | 'band' | 'why'> {
  const ranked = rankReasons(reasons);
  return { p, band, why: { base, reasons: ranked.map(({ feature, shap }) => [feature, shap]) } };
}
