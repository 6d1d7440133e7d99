/** Untrusted input -> a campaign whose parts fit each other. Every refusal says place, fault and cure. */
import type { z } from 'zod';
import { isObject } from '../collect/json.ts';
import { accept, type Outcome, type Refusal, refuse } from '../errors.ts';
import { durationMs } from '../segments/duration.ts';
import { refuseIssue } from '../segments/explain-issue.ts';
import { findUnsafe } from '../segments/guard.ts';
import { treatedShare } from './assignment.ts';
import type { Campaign, ChannelName } from './campaign.ts';
import { findRudeness, treatmentsOf } from './manners.ts';
import { findGap } from './placeholders.ts';
import { campaignSchema, type PutCampaign } from './schema.ts';
import { SLOT_KINDS, type TreatmentKind } from './treatment.ts';

const REALTIME_GOAL = '72h';
const LIFECYCLE_GOAL = '30d';
/** How people outside are told from the arms. */
export const HOLDOUT_ARM = 'holdout';
/** `/v1/campaigns/templates` is no campaign. */
const RESERVED_KEYS: readonly string[] = ['templates'];

/**
 * @param key Where the address says it already: left out, it is that one.
 * @returns `invalid_value`, `invalid_name`, `forbidden_key`, `personal_data` or `too_many_items`.
 * @example parseCampaign({ name: 'Hello', trigger: { slot: 'hero' }, variants: [ … ] }, 'hello')
 */
export function parseCampaign(input: unknown, key?: string): Outcome<Campaign> {
  const unsafe = findUnsafe(input);
  if (unsafe !== null) return unsafe;
  const named = withKey(input, key);
  const read = campaignSchema.safeParse(named);
  if (!read.success) return refuseIssue(likeliest(read.error.issues), [], named);
  const given = read.data.key;
  if (key !== undefined && given !== key)
    return refuse('invalid_value', 'key', `the address says "${key}": write the same here, or leave it out`);
  if (given === undefined) return refuse('invalid_value', 'key', 'add it: a key, like "cart-reminder"');
  if (RESERVED_KEYS.includes(given)) {
    const hint = `"${given}" is taken by an address of the API: take another, like "${given}-1"`;
    return refuse('invalid_value', 'key', hint);
  }
  const campaign = makeCampaign(read.data, given);
  return findMismatch(campaign) ?? findRudeness(campaign) ?? findGap(campaign) ?? accept(campaign);
}

/** A field that is not known is often the one that is missing, misspelt. */
function likeliest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  return issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
}

/** What the address says is looked at like what the campaign says itself. */
function withKey(input: unknown, key: string | undefined): unknown {
  return key !== undefined && isObject(input) && input.key === undefined ? { ...input, key } : input;
}

/** With what is left out: goals of pages are judged soon, those of messages and sequences later. */
function makeCampaign(put: PutCampaign, key: string): Campaign {
  const { goal, channel, validFor, reentry, ...rest } = put;
  const isLasting = channel !== 'onsite' || put.steps.length > 0;
  const within = goal.within ?? (isLasting ? LIFECYCLE_GOAL : REALTIME_GOAL);
  return {
    ...rest,
    key,
    channel,
    goal: { ...goal, within },
    validFor: validFor ?? (channel === 'onsite' ? '30m' : '24h'),
    reentry: reentry === undefined ? '0s' : reentry,
  } as Campaign;
}

const KINDS_OF: Readonly<Record<Exclude<ChannelName, 'onsite'>, TreatmentKind>> = {
  email: 'email',
  webhook: 'signal',
  flow: 'signal',
  segment: 'signal',
};

function findMismatch(campaign: Campaign): Refusal | null {
  return (
    findVariantFault(campaign) ??
    findChannelFault(campaign) ??
    findTriggerFault(campaign) ??
    findTimeFault(campaign) ??
    findCodeFault(campaign) ??
    findGoalFault(campaign) ??
    findUpliftFault(campaign)
  );
}

function findVariantFault({ variants }: Campaign): Refusal | null {
  const seen = new Set<string>();
  for (const [i, { key }] of variants.entries()) {
    if (key === HOLDOUT_ARM)
      return refuse(
        'invalid_value',
        `variants[${i}].key`,
        `"${HOLDOUT_ARM}" names who is left out of everything: take another`,
      );
    if (seen.has(key))
      return refuse('invalid_value', `variants[${i}].key`, `"${key}" stands here twice: take another key`);
    seen.add(key);
  }
  const controls = variants.flatMap(({ treatment }, i) => (treatment === null ? [i] : []));
  if (controls.length > 1)
    return refuse(
      'invalid_value',
      `variants[${controls[1]}].treatment`,
      'one control arm is enough: give this one a treatment',
    );
  if (controls.length === variants.length)
    return refuse(
      'invalid_value',
      'variants',
      'add a variant with a treatment: a control arm alone shows nothing',
    );
  if (variants.some(({ weight }) => weight > 0)) return null;
  return refuse('invalid_value', 'variants[0].weight', 'give at least one variant a weight above 0');
}

const FLOWING: ReadonlySet<string> = new Set(SLOT_KINDS);

function findChannelFault(campaign: Campaign): Refusal | null {
  const { channel, trigger } = campaign;
  for (const { at, treatment } of treatmentsOf(campaign)) {
    const { kind } = treatment;
    const isOwn = channel === 'onsite' ? kind !== 'email' && kind !== 'signal' : kind === KINDS_OF[channel];
    if (!isOwn) {
      const wanted = channel === 'onsite' ? 'message, banner, content …' : KINDS_OF[channel];
      return refuse('invalid_value', `${at}.kind`, `the channel ${channel} takes ${wanted}`);
    }
    if (kind === 'signal' && treatment.products !== undefined && channel !== 'flow')
      return refuse(
        'invalid_value',
        `${at}.products`,
        'leave it out: only the channel flow carries products',
      );
    if (channel === 'onsite' && 'slot' in trigger && !FLOWING.has(kind))
      return refuse('invalid_value', `${at}.kind`, `a slot takes one of ${SLOT_KINDS.join(', ')}`);
  }
  return null;
}

function findTriggerFault({ channel, trigger, steps }: Campaign): Refusal | null {
  const isOnPage = 'exitIntent' in trigger || 'slot' in trigger || 'idle' in trigger;
  if (channel !== 'onsite' && isOnPage) {
    const cure =
      'idle' in trigger
        ? `for ${channel}, put {"idle": "${trigger.idle}"} into a segment and write {"entry": …}`
        : `it happens on a page: for ${channel}, take entry, exit, event or schedule`;
    return refuse('invalid_value', 'trigger', cure);
  }
  if (channel === 'onsite' && 'schedule' in trigger)
    return refuse(
      'invalid_value',
      'trigger',
      'a page is asked when somebody is there: take entry, event or slot',
    );
  if ('slot' in trigger && steps.length > 0)
    return refuse(
      'invalid_value',
      'steps',
      'a slot shows one thing: leave the steps out, or take another trigger',
    );
  return null;
}

function findTimeFault({ starts, ends }: Campaign): Refusal | null {
  if (starts === undefined || ends === undefined || Date.parse(starts) < Date.parse(ends)) return null;
  return refuse('invalid_value', 'ends', 'write an instant after "starts"');
}

/** A code has an end; where the platform makes codes, each has its own. */
function findCodeFault(campaign: Campaign): Refusal | null {
  const isMade = campaign.offer?.codesLast !== undefined;
  for (const { at, treatment } of treatmentsOf(campaign)) {
    if (treatment.kind !== 'coupon') continue;
    const { code, ends } = treatment;
    if (isMade && (code !== undefined || ends !== undefined))
      return refuse(
        'invalid_value',
        `${at}.code`,
        'leave code and ends out: offer.codesLast has a code made for each visitor',
      );
    if (!isMade && code === undefined)
      return refuse('invalid_value', `${at}.code`, 'add it: the code, or offer.codesLast to have codes made');
    if (!isMade && ends === undefined)
      return refuse('invalid_value', `${at}.ends`, 'add it: when the code stops working, in ISO 8601');
  }
  return null;
}

function findGoalFault({ goal }: Campaign): Refusal | null {
  const { kind, of, from, within } = goal;
  if ((kind === 'revenue' || kind === 'expansion') && of === undefined)
    return refuse('invalid_value', 'goal.of', 'add it: the property that is summed, like "total"');
  if (kind !== 'revenue' && kind !== 'expansion' && of !== undefined)
    return refuse('invalid_value', 'goal.of', 'only revenue and expansion sum a property: leave it out');
  if (from !== undefined && durationMs(from) >= durationMs(within))
    return refuse('invalid_value', 'goal.from', `write less than ${within}, the end of the window`);
  return null;
}

/** With fewer nobody could tell, now or later, whom it changes. */
const LEAST_ARM = 0.05;

function findUpliftFault(campaign: Campaign): Refusal | null {
  const { uplift, steps, transactional } = campaign;
  if (uplift === undefined) return null;
  const treated = treatedShare(campaign);
  if (treated > 1 - LEAST_ARM || treated < LEAST_ARM)
    return refuse(
      'invalid_value',
      'uplift',
      'give the control arm, and the others together, 5 % of the weight or more: else nobody can tell whom it changes',
    );
  if (steps.length > 0)
    return refuse('invalid_value', 'uplift', 'a sequence is for everybody: leave the steps or this out');
  if (!transactional) return null;
  return refuse('invalid_value', 'uplift', 'a service that was asked for is for everybody: leave this out');
}
