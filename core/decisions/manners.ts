/** What no campaign may do to anybody: the rules against dark patterns, each with its cure. */
import { type Refusal, refuse } from '../errors.ts';
import { funnelStep } from '../events/spec.ts';
import type { Campaign } from './campaign.ts';
import { SLOT_KINDS, type Text, type Treatment } from './treatment.ts';

/** First persons: who closes a message does not have to say something of themselves ("No, I like paying more"). */
const FIRST_PERSON = /(^|[^\p{L}])(i|i['’](m|d|ll|ve)|me|my|ich|mir|mich|mein\p{L}*)([^\p{L}]|$)/iu;
/** Numbers that nobody keeps true: a text is the same tomorrow. */
const SCARCITY =
  /\b(only|just)\s+(\p{N}+|one|two|three|a few)\s+(\p{L}+\s+)?(left|remaining|available)\b|\b(last|final) chance\b|\balmost (gone|sold out)\b|\b(\p{N}+|many) (people|others|visitors|shoppers) (are|have)\b|\bnur noch\b|\bletzte chance\b|\bfast (weg|ausverkauft)\b|\b\p{N}+ (personen|andere|kunden|besucher) (sehen|schauen|haben)\b/iu;

/**
 * The first rule that a campaign breaks, at its place; null: it has manners.
 *
 * @example findRudeness(campaign)?.hint // 'write a plain word, like "Close": …'
 */
export function findRudeness(campaign: Campaign): Refusal | null {
  for (const { at, treatment } of treatmentsOf(campaign)) {
    const found = findRudeText(treatment, at) ?? findInterruption(campaign, treatment);
    if (found !== null) return found;
  }
  return null;
}

type Placed = { readonly at: string; readonly treatment: Treatment };

/** Every treatment, with its place. */
export function treatmentsOf({ variants, steps }: Pick<Campaign, 'variants' | 'steps'>): readonly Placed[] {
  const first = variants.flatMap(({ treatment }, i): Placed[] =>
    treatment === null ? [] : [{ at: `variants[${i}].treatment`, treatment }],
  );
  return [...first, ...steps.map(({ treatment }, i) => ({ at: `steps[${i}].treatment`, treatment }))];
}

function findRudeText(treatment: Treatment, at: string): Refusal | null {
  if ('dismiss' in treatment && someText(treatment.dismiss, FIRST_PERSON)) {
    const hint =
      'write a plain word, like "Close" or "No, thanks": nobody has to say something of themselves';
    return refuse('invalid_value', `${at}.dismiss`, hint);
  }
  const scarce = textsIn(treatment, at).find(([, text]) => SCARCITY.test(text));
  if (scarce === undefined) return null;
  const hint = 'leave out what nobody keeps true: a text that says how few are left says so tomorrow as well';
  return refuse('invalid_value', scarce[0], hint);
}

/** Every text, however deep, with its place. */
function textsIn(value: unknown, at: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (Array.isArray(value)) return value.flatMap((item, i) => textsIn(item, `${at}[${i}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, own]) => textsIn(own, `${at}.${field}`));
}

function someText(text: Text | undefined, pattern: RegExp): boolean {
  if (text === undefined) return false;
  return (typeof text === 'string' ? [text] : Object.values(text)).some((one) => pattern.test(one));
}

const IN_FLOW: ReadonlySet<string> = new Set(SLOT_KINDS);

/** Who is paying is left alone: nothing lies over the page from the checkout on. */
function findInterruption({ channel, trigger }: Campaign, { kind }: Treatment): Refusal | null {
  if (channel !== 'onsite' || !('event' in trigger) || (IN_FLOW.has(kind) && kind !== 'coupon')) return null;
  const names = typeof trigger.event === 'string' ? [trigger.event] : trigger.event;
  const paying = names.find((name) => funnelStep(name) === 'checkout');
  if (paying === undefined) return null;
  return refuse(
    'invalid_value',
    'trigger.event',
    `${paying}: nothing interrupts who is paying; take an earlier event`,
  );
}
