/** Buyers: how lately and how often they bought, who still does, and what they will bring. */
import { useCallback } from 'react';
import type { CustomersAnswer } from '../api/answers/customers.ts';
import { useLive } from '../ui/live.ts';
import { Card, EmptyState, Inline, Page, Stack, Text } from '../ui/ui.ts';
import { CUSTOMERS } from '../words/customers.ts';
import { SHELL } from '../words/shell.ts';
import { useConsole, useFormat, useWords } from './console.ts';
import { Grid } from './customers/grid.tsx';
import { ToCome } from './customers/to-come.tsx';
import { VisitorLifetime } from './customers/visitor.tsx';
import { Loaded } from './loaded.tsx';

export default function CustomersPage() {
  const { api } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(CUSTOMERS);
  const ask = useCallback(() => api.get<CustomersAnswer>('/v1/customers/rfm'), [api]);
  const live = useLive(ask, null);
  return (
    <Page title={shell.pages.customers} intro={words.intro}>
      <Loaded live={live}>
        {(answer) =>
          answer.hasBuyers ? (
            <>
              <Totals answer={answer} />
              <Grid answer={answer} />
              <ToCome answer={answer} />
              <VisitorLifetime />
            </>
          ) : (
            <EmptyState title={words.empty}>{words.emptyText}</EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}

function Totals({ answer: { buyers, repeatBuyers } }: { readonly answer: CustomersAnswer }) {
  const words = useWords(CUSTOMERS);
  const format = useFormat();
  const say = (count: number): string => (count === 0 ? words.fewer : words.about(format.count(count)));
  return (
    <Card>
      <Inline isEven>
        {[[words.buyers, buyers] as const, [words.repeat, repeatBuyers] as const].map(([label, count]) => (
          <Stack key={label}>
            <Text look="figure">{say(count)}</Text>
            <Text look="quiet">{label}</Text>
          </Stack>
        ))}
      </Inline>
    </Card>
  );
}
