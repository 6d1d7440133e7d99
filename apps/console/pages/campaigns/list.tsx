/** The campaigns of the site: how each stands, what it achieved, and how often it may come at most. */
import { useCallback, useState } from 'react';
import type { Answer } from '../../api/answer.ts';
import type { CampaignAnswer, ReportAnswer } from '../../api/answers/campaigns.ts';
import type { List } from '../../api/answers/list.ts';
import type { Api } from '../../api/api.ts';
import { useLive } from '../../ui/live.ts';
import { Badge, Button, Card, EmptyState, Inline, Link, Page, Stack, Table, Text } from '../../ui/ui.ts';
import { viewCampaign } from '../../view-models/campaigns-list.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFaultWords, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { askSegments, type Named, useWriting } from './writing.ts';

/** Each has a report of its own to be asked for. */
const A_PAGE = 25;

type Line = { readonly campaign: CampaignAnswer; readonly report: ReportAnswer | 'unread' | null };
type Lines = { readonly lines: readonly Line[]; readonly next: string | null };
type Listed = Lines & { readonly segments: readonly Named[] };

async function askLines(api: Api, cursor: string | null): Promise<Answer<Lines>> {
  const list = await api.get<List<CampaignAnswer>>('/v1/campaigns', { limit: A_PAGE, cursor });
  if (!list.ok) return list;
  const { items, next } = list.value;
  const lines = await Promise.all(
    items.map(async (campaign): Promise<Line> => {
      if (campaign.state === 'draft') return { campaign, report: null };
      const report = await api.get<ReportAnswer>(`/v1/campaigns/${campaign.key}/report`);
      return { campaign, report: report.ok ? report.value : 'unread' };
    }),
  );
  return { ok: true, value: { lines, next } };
}

async function askAll(api: Api): Promise<Answer<Listed>> {
  const [lines, segments] = await Promise.all([askLines(api, null), askSegments(api)]);
  if (!lines.ok) return lines;
  // Without them their keys are shown.
  return { ok: true, value: { ...lines.value, segments: segments.ok ? segments.value : [] } };
}

export function CampaignList() {
  const { api, go, hrefOf } = useConsole();
  const shell = useWords(SHELL);
  const { words } = useWriting();
  const ask = useCallback(() => askAll(api), [api]);
  const live = useLive(ask, null);
  const start = (): void => go(hrefOf('campaigns', 'templates'));
  const isEmpty = live.value?.lines.length === 0;
  return (
    <Page
      title={shell.pages.campaigns}
      intro={words.intro}
      offer={isEmpty ? undefined : { label: words.fresh, onPress: start }}
    >
      <Loaded live={live}>
        {({ lines, next, segments }) =>
          lines.length === 0 ? (
            <EmptyState title={words.empty} offer={{ label: words.fresh, onPress: start }}>
              {words.emptyText}
            </EmptyState>
          ) : (
            <Card>
              <Lines first={lines} next={next} segments={segments} />
            </Card>
          )
        }
      </Loaded>
    </Page>
  );
}

type LinesProps = Omit<Listed, 'lines'> & { readonly first: readonly Line[] };

/** The first page, and those that were asked for after it. */
function Lines({ first, next, segments }: LinesProps) {
  const { api } = useConsole();
  const { words } = useWriting();
  const wordFault = useFaultWords();
  const [more, setMore] = useState<Lines>({ lines: [], next });
  const [busy, setBusy] = useState<{ readonly isBusy: boolean; readonly fault: string | null }>(STILL);
  const askMore = async (): Promise<void> => {
    setBusy({ isBusy: true, fault: null });
    const answer = await askLines(api, more.next);
    setBusy({ isBusy: false, fault: answer.ok ? null : wordFault(answer.fault) });
    if (answer.ok)
      setMore(({ lines }) => ({ lines: [...lines, ...answer.value.lines], next: answer.value.next }));
  };
  return (
    <Stack>
      <CampaignTable lines={[...first, ...more.lines]} segments={segments} />
      {more.next !== null && (
        <Inline>
          <Button onPress={() => void askMore()} isBusy={busy.isBusy}>
            {words.more}
          </Button>
        </Inline>
      )}
      <div role="status">{busy.fault !== null && <Text look="bad">{busy.fault}</Text>}</div>
    </Stack>
  );
}

const STILL = { isBusy: false, fault: null };

function CampaignTable({ lines, segments }: Omit<Listed, 'next'>) {
  const { hrefOf } = useConsole();
  const shell = useWords(SHELL);
  const writing = useWriting(segments);
  const { name, state, does, lift, caps } = writing.words.columns;
  return (
    <Table
      label={shell.pages.campaigns}
      columns={[{ title: name }, { title: state }, { title: lift }, { title: caps }, { title: does }]}
      rows={lines.map(({ campaign, report }) => {
        const row = viewCampaign(campaign, report, writing, Date.now());
        return {
          key: row.key,
          cells: [
            <Link key="name" href={hrefOf('campaigns', row.key)}>
              {row.name}
            </Link>,
            <Badge key="state" tone={row.badge.tone}>
              {row.badge.text}
            </Badge>,
            row.lift,
            row.caps,
            row.does,
          ],
        };
      })}
    />
  );
}
