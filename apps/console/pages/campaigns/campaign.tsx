/** One campaign: what it does, starting and ending it, and what it achieved. */
import { useCallback } from 'react';
import type { Answer } from '../../api/answer.ts';
import type { CampaignAnswer } from '../../api/answers/campaigns.ts';
import type { Api } from '../../api/api.ts';
import { useLive } from '../../ui/live.ts';
import { Badge, ButtonLink, Card, Inline, Page, Stack, Text } from '../../ui/ui.ts';
import {
  listLimits,
  standingOf,
  viewCampaign,
  wordAudience,
  wordGoal,
  wordTrigger,
} from '../../view-models/campaigns-list.ts';
import { CAMPAIGN_ACTS } from '../../words/campaigns-acts.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { CampaignActs } from './acts.tsx';
import { ReportCard } from './report.tsx';
import { askSegments, type Named, useWriting } from './writing.ts';

type Shown = { readonly campaign: CampaignAnswer; readonly segments: readonly Named[] };

async function askShown(api: Api, key: string): Promise<Answer<Shown>> {
  const path = `/v1/campaigns/${encodeURIComponent(key)}`;
  const [campaign, segments] = await Promise.all([api.get<CampaignAnswer>(path), askSegments(api)]);
  if (!campaign.ok) return campaign;
  return { ok: true, value: { campaign: campaign.value, segments: segments.ok ? segments.value : [] } };
}

export function CampaignPage({ campaign: key }: { readonly campaign: string }) {
  const { api } = useConsole();
  const ask = useCallback(() => askShown(api, key), [api, key]);
  const live = useLive(ask, null);
  return (
    <Page title={live.value?.campaign.name ?? key}>
      <Loaded live={live}>
        {({ campaign, segments }) => (
          <Stack gap="wide">
            <Head campaign={campaign} onChange={live.look} />
            <About campaign={campaign} segments={segments} />
            <ReportCard campaign={campaign} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

type HeadProps = { readonly campaign: CampaignAnswer; readonly onChange: () => void };

function Head({ campaign, onChange }: HeadProps) {
  const { hrefOf } = useConsole();
  const { acts, about } = useWords(CAMPAIGN_ACTS);
  const { badge } = viewCampaign(campaign, null, useWriting(), Date.now());
  return (
    <Inline>
      <Badge tone={badge.tone}>{badge.text}</Badge>
      <ButtonLink href={hrefOf('campaigns', campaign.key, 'edit')}>{acts.edit}</ButtonLink>
      <CampaignActs campaign={campaign} standing={standingOf(campaign, Date.now())} onChange={onChange} />
      <ButtonLink href={hrefOf('campaigns')}>{about.back}</ButtonLink>
    </Inline>
  );
}

function About({ campaign, segments }: Shown) {
  const { about: words } = useWords(CAMPAIGN_ACTS);
  const writing = useWriting(segments);
  const format = useFormat();
  const limits = listLimits(campaign, writing);
  const lines = [
    [words.who, wordAudience(campaign.audience, writing)],
    [words.when, wordTrigger(campaign.trigger, writing)],
    [words.limits, limits.length === 0 ? writing.words.noLimits : format.list(limits)],
    [words.goal, wordGoal(campaign.goal, writing)],
    ...(campaign.liveSince === null
      ? []
      : [
          [
            campaign.state === 'live' ? words.since : words.wentLive,
            format.time(campaign.liveSince),
          ] as const,
        ]),
  ] as const;
  return (
    <Card title={words.title}>
      {lines.map(([title, text]) => (
        <Text key={title}>
          <strong>{title}:</strong> {text}
        </Text>
      ))}
      <Text look="quiet">{campaign.reach.who === 'everybody' ? words.everybody : words.onlyKnown}</Text>
    </Card>
  );
}
