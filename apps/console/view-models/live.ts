/** Visitors now, and what happens, as it is shown. */
import type {
  ConversionAnswer,
  DecisionAnswer,
  LiveAnswer,
  NamedAnswer,
  NoticeAnswer,
} from '../api/answers/live.ts';
import type { StreamEvent } from '../api/event-stream.ts';
import type { Tone } from '../ui/skin.ts';
import type { LiveWords } from '../words/live.ts';
import type { Format } from './format.ts';

type Row = { readonly key: string; readonly cells: readonly [string, string, string] };

export type NowView = {
  readonly near: string;
  readonly far: string;
  readonly steps: readonly Row[];
  /** Empty: the site has no stages. */
  readonly stages: readonly Row[];
  readonly pages: readonly { readonly key: string; readonly cells: readonly [string, string] }[];
};

/** @example viewNow(answer, words, format).near // '12' */
export function viewNow(answer: LiveAnswer, words: LiveWords, format: Format): NowView {
  const { visitors, steps, stages, pages, isWhole } = answer;
  const write = (count: number): string =>
    isWhole ? format.count(count) : words.atLeast(format.count(count));
  return {
    near: write(visitors.near),
    far: write(visitors.far),
    steps: steps.map(({ step, near, far }) => ({
      key: step,
      cells: [words.steps[step], format.count(near), format.count(far)],
    })),
    stages: (stages ?? []).map(({ stage, near, far }) => ({
      key: stage ?? '',
      cells: [stage ?? words.noStage, format.count(near), format.count(far)],
    })),
    pages: pages.map((page) => ({
      key: page.path,
      cells: [page.path, words.about(format.count(page.visitors))],
    })),
  };
}

export type Happening = NoticeAnswer | DecisionAnswer | ConversionAnswer;

const HAPPENINGS: ReadonlySet<string> = new Set(['notice', 'decision', 'conversion']);

/** Null: it is nothing that is shown. @example readHappening({ type: 'notice', data }) */
export function readHappening({ type, data }: StreamEvent): Happening | null {
  // Our own server of the same release writes it: its tests hold it to its documents.
  return HAPPENINGS.has(type) ? (JSON.parse(data) as Happening) : null;
}

export type Names = {
  readonly segments: readonly NamedAnswer[];
  readonly campaigns: readonly NamedAnswer[];
};

export type HappeningView = {
  readonly time: string;
  readonly text: string;
  readonly detail: string;
  readonly badge: { readonly tone: Tone; readonly text: string };
};

/** @example viewHappening(notice, names, words, format).text // 'Entered Lookers' */
export function viewHappening(
  happening: Happening,
  names: Names,
  words: LiveWords,
  format: Format,
): HappeningView {
  const said = { time: format.clock(happening.at), detail: words.visitor(happening.visitor.slice(0, 6)) };
  if (happening.type === 'decision') return { ...said, ...viewDecision(happening, names, words) };
  if (happening.type === 'conversion') {
    const text = words.reached(nameOf(happening.campaign, names.campaigns), happening.event);
    return { ...said, text, badge: { tone: 'good', text: words.badges.goal } };
  }
  const segment = nameOf(happening.segment, names.segments);
  const isTakenBack = happening.revokes !== undefined;
  const text = happening.type === 'entered' ? words.entered(segment) : words.left(segment);
  return {
    ...said,
    text,
    badge: isTakenBack
      ? { tone: 'plain', text: words.badges.corrected }
      : { tone: happening.type === 'entered' ? 'good' : 'plain', text: words.badges.segment },
  };
}

function viewDecision(
  { campaign, variant, outcome }: DecisionAnswer,
  { campaigns }: Names,
  words: LiveWords,
): Pick<HappeningView, 'text' | 'badge'> {
  const name = nameOf(campaign, campaigns);
  if (outcome === 'chosen')
    return { text: words.treated(name, variant), badge: { tone: 'good', text: words.badges.treatment } };
  const say = { control: words.control, holdout: words.heldOut }[outcome] ?? words.passedOver;
  const text = say(name);
  return { text, badge: { tone: 'plain', text: words.badges.nothing } };
}

/** One that was made since the names were asked for is told by its key. */
function nameOf(key: string, named: readonly NamedAnswer[]): string {
  return named.find((one) => one.key === key)?.name ?? key;
}
