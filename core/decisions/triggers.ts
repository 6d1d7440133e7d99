/** Which events set off something that no page waits for. */
import type { RecordPorts } from '../collect/record.ts';
import type { ProfileBook } from '../profiles/book.ts';
import type { CampaignBook } from './campaign-book.ts';

/** An event that reaches a goal is told of, unless it is known that its visitor was exposed to nothing. */
export function createTriggers(
  definitions: Pick<CampaignBook, 'of'>,
  book: Pick<ProfileBook, 'peek'>,
  now: () => number,
): RecordPorts['setsOff'] {
  return ({ site, name, visitor }) => {
    const campaigns = definitions.of(site);
    if (campaigns === null || visitor === null) return false;
    if (campaigns.setsOff(name)) return true;
    if (!campaigns.isGoal(name)) return false;
    return book.peek(site, visitor, now())?.slot.timeline.profile.campaigns.campaigns.length !== 0;
  };
}
