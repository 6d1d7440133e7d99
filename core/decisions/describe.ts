/** What sets a campaign off, whom it is for and what limits it, in words: for tables, lists and the documentation. */
import { describe } from '../segments/words.ts';
import type { Audience, Campaign, Cap, Trigger } from './campaign.ts';

/** @example describeTrigger({ entry: 'cart-abandoned' }) // 'enters cart-abandoned' */
export function describeTrigger(trigger: Trigger): string {
  if ('entry' in trigger) return `enters ${trigger.entry}`;
  if ('exit' in trigger) return `leaves ${trigger.exit}`;
  if ('exitIntent' in trigger) return 'is about to leave the page';
  if ('idle' in trigger) return `does nothing for ${trigger.idle}`;
  if ('slot' in trigger) return `sees the slot ${trigger.slot}`;
  if ('schedule' in trigger) {
    const { at, on } = trigger.schedule;
    return `every ${on === undefined ? 'day' : on.join(', ')} at ${at}`;
  }
  return describe(trigger);
}

/** @example describeAudience({ any: ['a', 'b'], none: ['c'] }) // 'in any of a, b; not in c' */
export function describeAudience({ all, any, none }: Audience): string {
  const parts = [
    ...(all === undefined ? [] : [`in ${all.join(' and ')}`]),
    ...(any === undefined ? [] : [`in ${any.length === 1 ? any[0] : `any of ${any.join(', ')}`}`]),
    ...(none === undefined ? [] : [`not in ${none.join(', ')}`]),
  ];
  return parts.length === 0 ? 'everybody' : parts.join('; ');
}

/** One line a limit. @example describeLimits(campaign) // ['campaign: at most 1 in 7d', 'none from 21:00 to 08:00'] */
export function describeLimits({ limits, offer }: Pick<Campaign, 'limits' | 'offer'>): readonly string[] {
  const { caps = [], cooldown, quietHours } = limits;
  return [
    ...caps.map(describeCap),
    ...(cooldown === undefined ? [] : [`${cooldown} after any other treatment`]),
    ...(quietHours === undefined ? [] : [`none from ${quietHours.from} to ${quietHours.to}`]),
    ...(offer?.oncePer === undefined ? [] : [`one discount a person in ${offer.oncePer}`]),
    ...(offer?.perDay === undefined ? [] : [`${offer.perDay} discounts a day in all`]),
    ...(offer?.perMonth === undefined ? [] : [`${offer.perMonth} discounts a month in all`]),
    ...(offer?.mostLeftCarts === undefined ? [] : [`none after ${offer.mostLeftCarts} left carts`]),
    ...(offer?.excludesSaleItems === true ? ['none with sale items'] : []),
    ...(offer?.leastMargin === undefined ? [] : [`none below a margin of ${percentOf(offer.leastMargin)}`]),
  ];
}

/** @example percentOf(0.155) // '15.5 %' */
function percentOf(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}

const SPANS: Readonly<Record<string, string>> = {
  day: 'a day',
  week: 'a week',
  lifetime: 'ever',
};

function describeCap({ scope, tag, max, per }: Cap): string {
  const whose = scope === 'tag' ? `tag ${tag}` : scope === 'all' ? 'all campaigns' : scope;
  if (max === 0) return `${whose}: never`;
  return `${whose}: at most ${max} ${SPANS[per] ?? `in ${per}`}`;
}
