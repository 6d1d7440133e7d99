import type { Campaign } from '../../../../core/decisions/campaign.ts';
import { describeAudience, describeTrigger } from '../../../../core/decisions/describe.ts';
import { doubtsAbout } from '../../../../core/decisions/doubts.ts';
import { segmentsOf } from '../../../../core/decisions/live.ts';
import { parseCampaign } from '../../../../core/decisions/parse.ts';
import { listGaps } from '../../../../core/decisions/placeholders.ts';
import { reachOf } from '../../../../core/decisions/reach.ts';
import { type Outcome, refuse } from '../../../../core/errors.ts';
import { type CampaignLine, readAnswered } from '../../campaign-answers.ts';
import { nameCampaign, readCampaigns } from '../campaign-files.ts';
import { drawCampaign, drawCampaigns, drawGaps } from '../campaign-view.ts';
import { onSite, SITE_OPTION } from '../installation.ts';
import { nearest } from '../nearest.ts';
import { done, refused, type Verb } from '../verb.ts';
import { wrap } from '../wrap.ts';

const FILE_DETAILS =
  'FILE is JSON: one campaign, or a list of them; also what `inkling campaigns show KEY --json` printed.';

export const campaignsListVerb: Verb = {
  name: 'campaigns list',
  summary: 'The campaigns of a site, and what sets them off',
  usage: '[--site S]',
  options: { site: SITE_OPTION },
  positionals: [0, 0],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const listed = await operations.listCampaigns({ site });
      return listed.ok ? done({ site, ...listed.value }, drawCampaigns(listed.value.items)) : refused(listed);
    }),
};

export const campaignsPutVerb: Verb = {
  name: 'campaigns put',
  summary: 'Creates or changes campaigns: all of a file, or none',
  usage: 'FILE [--site S]',
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  details: `${FILE_DETAILS} A campaign is a draft until its state is live.`,
  run: async (args, terminal) => {
    const read = await readCampaigns(args.positionals[0] ?? '');
    if (!read.ok) return refused(read);
    const campaigns = read.value;
    return onSite(args, terminal, async (site, operations) => {
      const put = await operations.putCampaigns({ site, campaigns });
      if (!put.ok) return refused(nameCampaign(put, campaigns));
      const doubts = put.value.items.flatMap((campaign) => drawDoubts(campaign, `${campaign.key}: `));
      return done({ site, ...put.value }, [drawCampaigns(put.value.items), ...doubts].join('\n'));
    });
  },
};

/** It was taken, since a site may have names of its own. */
function drawDoubts(campaign: Campaign, before = ''): readonly string[] {
  return doubtsAbout(campaign).map((text) => wrap(`doubtful: ${before}${text}`, '  '));
}

export const campaignsCheckVerb: Verb = {
  name: 'campaigns check',
  summary: 'Reads campaigns without putting them; says who is reached',
  usage: 'FILE',
  options: {},
  positionals: [1, 1],
  details: `${FILE_DETAILS} Whether the segments are there is not looked at.`,
  run: async (args) => {
    const read = await readCampaigns(args.positionals[0] ?? '');
    if (!read.ok) return refused(read);
    const checked: Campaign[] = [];
    for (const [i, input] of read.value.entries()) {
      const campaign = parseCampaign(readAnswered(input));
      if (!campaign.ok)
        return refused(nameCampaign({ ...campaign, at: `campaigns[${i}].${campaign.at}` }, read.value));
      checked.push(campaign.value);
    }
    return done({ ok: true, items: checked.map(judge) }, checked.map(drawChecked).join('\n'));
  },
};

function judge(campaign: Campaign) {
  return {
    key: campaign.key,
    campaign,
    reach: reachOf(campaign),
    needs: { segments: segmentsOf(campaign) },
    toFill: listGaps(campaign),
    doubts: doubtsAbout(campaign),
  };
}

function drawChecked(campaign: Campaign): string {
  const { who, because } = reachOf(campaign);
  const { key, state, channel, trigger, audience, variants } = campaign;
  const needs = segmentsOf(campaign);
  return [
    `${key}: ${state}, ${channel}; who ${describeTrigger(trigger)}; ${describeAudience(audience)}`,
    `  reaches ${[who, ...because].join('; ')}`,
    `  needs ${needs.length === 0 ? 'no segment' : `segments ${needs.join(', ')}`}`,
    ...(variants.some(({ treatment }) => treatment === null)
      ? []
      : ['  has no control arm, so that nothing will say what it caused']),
    ...drawGaps(listGaps(campaign)).map((line) => `  to fill in: ${line}`),
    ...doubtsAbout(campaign).map((text) => `  doubtful: ${text}`),
  ]
    .map((line) => wrap(line, '    '))
    .join('\n');
}

export const campaignsShowVerb: Verb = {
  name: 'campaigns show',
  summary: 'One campaign at length',
  usage: 'KEY [--site S]',
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  details: 'With --json as the API has it: change that and put it again.',
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const listed = await operations.listCampaigns({ site });
      if (!listed.ok) return refused(listed);
      const found = find(listed.value.items, args.positionals[0] ?? '');
      return found.ok ? done(found.value, drawCampaign(found.value)) : refused(found);
    }),
};

function find(items: readonly CampaignLine[], key: string): Outcome<CampaignLine> {
  const found = items.find((campaign) => campaign.key === key);
  if (found !== undefined) return { ok: true, value: found };
  const meant = nearest(
    key,
    items.map((campaign) => campaign.key),
  );
  const cure = 'see `inkling campaigns list` for the campaigns of this site';
  return refuse('not_found', 'KEY', meant === null ? cure : `did you mean "${meant}"?`);
}

export const campaignsDeleteVerb: Verb = {
  name: 'campaigns delete',
  summary: 'Deletes a campaign; what is under way is not carried out',
  usage: 'KEY [--site S]',
  options: { site: SITE_OPTION },
  positionals: [1, 1],
  run: (args, terminal) =>
    onSite(args, terminal, async (site, operations) => {
      const deleted = await operations.deleteCampaign({ site, campaign: args.positionals[0] ?? '' });
      if (!deleted.ok) return refused(deleted);
      return done(deleted.value, `deleted ${deleted.value.deleted}`);
    }),
};
