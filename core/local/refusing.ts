/** What a page cannot say of a visitor who is known for a session: it is refused where a bundle is made. */

import type { Condition, EventMatch, Window } from '../segments/condition.ts';
import { listNames } from '../segments/counter.ts';
import { durationMs } from '../segments/duration.ts';
import type { LocalCampaign } from './bundle.ts';

export type LocalRefusal = {
  readonly code: 'not_available';
  /** The place, as a path into segments and campaigns. */
  readonly at: string;
  readonly hint: string;
};

export type Around = { readonly keys: ReadonlySet<string>; readonly label: string | null };

const DAY_MS = 86_400_000;
const LONGER = 'for consented and known visitors only, on a server';
const MADE = ['Session Started', 'Session Ended'];

const refusal = (at: string, hint: string): LocalRefusal => ({ code: 'not_available', at, hint });

/** @param at Where it stands. @returns everything of it that a page cannot judge. */
export function refuseCondition(condition: Condition, at: string, around: Around): readonly LocalRefusal[] {
  const parts = (list: readonly Condition[], name: string): readonly LocalRefusal[] =>
    list.flatMap((part, place) => refuseCondition(part, `${at}.${name}[${place}]`, around));
  if ('all' in condition) return parts(condition.all, 'all');
  if ('any' in condition) return parts(condition.any, 'any');
  if ('not' in condition) return refuseCondition(condition.not, `${at}.not`, around);
  if ('segment' in condition) return refuseKey(condition.segment, `${at}.segment`, around);
  if ('sequence' in condition)
    return [
      ...refuseWindow(condition.within, `${at}.within`),
      ...condition.sequence.flatMap((step, place) => refuseStep(step, `${at}.sequence[${place}]`)),
    ];
  if ('idle' in condition)
    return [...refuseLength(condition.idle, `${at}.idle`), ...refuseSource(condition, at)];
  if ('since' in condition) {
    const { since, source, ...bounds } = condition;
    const lengths = Object.entries(bounds).flatMap(([name, ms]) => refuseLength(ms, `${at}.${name}`));
    return [...lengths, ...refuseMatch({ event: since, ...(source && { source }) }, at)];
  }
  if ('score' in condition && condition.score !== around.label)
    return [
      refusal(`${at}.score`, `the page scores ${around.label ?? 'nothing'}: name that, or leave it out`),
    ];
  if ('context' in condition || 'random' in condition || 'score' in condition) return [];
  if (!('event' in condition))
    return [refusal(at, `traits, accounts, orders and stages are known of longer than a session: ${LONGER}`)];
  const { unless, before, after } = condition;
  return [
    ...refuseMatch(condition, at),
    ...refuseWindow(condition.within, `${at}.within`),
    ...(before || after || unless?.before || unless?.after
      ? [refusal(at, 'facts of the site stand in a server: leave before and after out')]
      : []),
    ...(unless
      ? [...refuseMatch(unless, `${at}.unless`), ...refuseWindow(unless.within, `${at}.unless.within`)]
      : []),
  ];
}

type AnyStep = Extract<Condition, { readonly sequence: unknown }>['sequence'][number];

function refuseStep(step: AnyStep, at: string): readonly LocalRefusal[] {
  const event = 'absent' in step ? step.absent : step.event;
  const length = 'absent' in step ? step.for : step.within;
  return [
    ...refuseMatch({ ...step, event }, at),
    ...(length === undefined ? [] : refuseLength(length, `${at}.${'absent' in step ? 'for' : 'within'}`)),
  ];
}

function refuseKey(key: string, at: string, { keys }: Around): readonly LocalRefusal[] {
  return keys.has(key) ? [] : [refusal(at, `there is no segment "${key}" in the bundle`)];
}

function refuseMatch(match: EventMatch, at: string): readonly LocalRefusal[] {
  const made = listNames(match.event).find((name) => MADE.includes(name));
  return [
    ...(made === undefined
      ? []
      : [refusal(`${at}.event`, `${made} is made in a server: ask for Page Viewed`)]),
    ...refuseSource(match, at),
  ];
}

function refuseSource({ source }: { readonly source?: string }, at: string): readonly LocalRefusal[] {
  if (source === undefined || source === 'web') return [];
  return [refusal(`${at}.source`, 'a page knows what happened on pages: leave it out')];
}

function refuseWindow(window: Window | undefined, at: string): readonly LocalRefusal[] {
  if (window === 'session' || window === 'today') return [];
  if (typeof window === 'string' && durationMs(window) <= DAY_MS) return [];
  return [refusal(at, `write "session", "today" or up to "24h"; what looks back further is ${LONGER}`)];
}

function refuseLength(length: string, at: string): readonly LocalRefusal[] {
  return durationMs(length) <= DAY_MS ? [] : [refusal(at, `write at most "24h": longer is ${LONGER}`)];
}

/** @returns everything of a campaign that a page cannot keep. */
export function refuseCampaign(campaign: LocalCampaign, at: string, around: Around): readonly LocalRefusal[] {
  const { channel, audience, trigger, goal, steps, uplift, limits, reentry, validFor, offer } = campaign;
  const { any = [], all = [], none = [] } = audience;
  const named = 'entry' in trigger ? [trigger.entry] : 'exit' in trigger ? [trigger.exit] : [];
  const caps = limits.caps ?? [];
  const { discount, codesLast, ...more } = offer ?? {};
  return [
    ...[...any, ...all, ...none].flatMap((key) => refuseKey(key, `${at}.audience`, around)),
    ...named.flatMap((key) => refuseKey(key, `${at}.trigger`, around)),
    ...(channel === 'onsite' ? [] : [refusal(`${at}.channel`, `a page shows, and sends nothing: ${LONGER}`)]),
    ...('schedule' in trigger
      ? [refusal(`${at}.trigger`, 'nothing runs by the clock: ask for an event')]
      : []),
    ...('event' in trigger ? refuseMatch(trigger, `${at}.trigger`) : []),
    ...('idle' in trigger ? refuseLength(trigger.idle, `${at}.trigger.idle`) : []),
    ...refuseLength(goal.within, `${at}.goal.within`),
    ...(goal.from === undefined ? [] : [refusal(`${at}.goal.from`, `coming back is seen ${LONGER}`)]),
    ...(steps.length === 0
      ? []
      : [refusal(`${at}.steps`, 'sequences are kept by a server: make one step of it')]),
    ...(uplift === undefined ? [] : [refusal(`${at}.uplift`, 'whom it changes is learned by a server')]),
    ...(limits.quietHours
      ? [refusal(`${at}.limits.quietHours`, 'who is on the page is awake: leave it out')]
      : []),
    ...(limits.cooldown === undefined ? [] : refuseLength(limits.cooldown, `${at}.limits.cooldown`)),
    ...caps.flatMap(({ per }, place) => refuseCap(per, `${at}.limits.caps[${place}].per`)),
    ...(reentry === null ? [] : refuseLength(reentry, `${at}.reentry`)),
    ...refuseLength(validFor, `${at}.validFor`),
    ...Object.keys(more).map((name) =>
      refusal(`${at}.offer.${name}`, 'budgets of offers are kept by a server'),
    ),
    ...refuseTreatments(campaign, at),
  ];
}

export function refuseCap(per: string, at: string): readonly LocalRefusal[] {
  return per === 'session' || per === 'day' ? [] : refuseLength(per, at);
}

/** A comparison shows what was viewed on other pages; a bundle, what the page that it stands on says goes with its product. */
function refuseTreatments({ variants }: LocalCampaign, at: string): readonly LocalRefusal[] {
  return variants.flatMap(({ treatment }, place) =>
    treatment?.kind === 'comparison'
      ? [refusal(`${at}.variants[${place}]`, 'its products stand in a catalogue, which a server keeps')]
      : [],
  );
}
