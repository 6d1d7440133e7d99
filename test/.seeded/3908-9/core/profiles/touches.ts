/** How a visitor came and where they are: campaigns of the first and the last touch, account, page, circumstances. */
import type { Context, Entry } from '../entry.ts';

export type Touch = { readonly t: number; readonly campaign: Readonly<Record<string, string>> };

export type Touches = {
  /** Of the latest event, as it was: a condition on context reads this. */
  readonly context: Context;
  readonly firstCampaign: Touch | null;
  readonly lastCampaign: Touch | null;
  /** Hash of the account last acted for. */
  readonly account: string | null;
  /** Path last seen. */
  readonly page: string | null;
};

const NO_CONTEXT: Context = {};
export const NO_TOUCHES: Touches = {
  context: NO_CONTEXT,
  firstCampaign: null,
  lastCampaign: null,
  account: null,
  page: null,
};

/** Takes in one event, later than all before it. */
export function stepTouches(touches: Touches, { t, context = NO_CONTEXT }: Entry): Touches {
  const { campaign } = context;
  const touch = campaign === undefined ? null : { t, campaign };
  return {
    context,
    firstCampaign: touches.firstCampaign ?? touch,
    lastCampaign: touch ?? touches.lastCampaign,
    account: context.account ?? touches.account,
    page: context.path ?? touches.page,
  };
}
