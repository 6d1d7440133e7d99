/** Who is in a segment now, a page at a time. */
import { useCallback } from 'react';
import type { List } from '../../api/answers/list.ts';
import { useLive } from '../../ui/live.ts';
import { Button, Card, Rows, Stack, Text } from '../../ui/ui.ts';
import { SEGMENTS } from '../../words/segments.ts';
import { useConsole, useWords } from '../console.ts';
import { Loaded } from '../loaded.tsx';
import { PageButtons, usePaging } from './paging.tsx';

const A_PAGE = 20;

type MembersProps = { readonly segment: string; readonly onWhy: (visitor: string) => void };

export function Members({ segment, onWhy }: MembersProps) {
  const { api } = useConsole();
  const words = useWords(SEGMENTS);
  const paging = usePaging();
  const { cursor } = paging;
  const path = `/v1/segments/${encodeURIComponent(segment)}/members`;
  const ask = useCallback(() => api.get<List<string>>(path, { limit: A_PAGE, cursor }), [api, path, cursor]);
  const live = useLive(ask, null);
  return (
    <Card title={words.members}>
      <Text look="quiet">{words.membersIntro}</Text>
      <Loaded live={live}>
        {({ items, next }) =>
          items.length === 0 && cursor === null ? (
            <>
              <Text look="strong">{words.nobody}</Text>
              <Text>{words.nobodyText}</Text>
            </>
          ) : (
            <Stack>
              <Rows
                rows={items.map((visitor) => ({
                  key: visitor,
                  content: (
                    <Text as="span">
                      <code>{visitor}</code>
                    </Text>
                  ),
                  end: (
                    <Button label={words.whyOf(visitor)} onPress={() => onWhy(visitor)}>
                      {words.why}
                    </Button>
                  ),
                }))}
              />
              <PageButtons paging={paging} next={next} />
            </Stack>
          )
        }
      </Loaded>
    </Card>
  );
}
