/** What is to be expected of one buyer. */
import { useCallback, useState } from 'react';
import type { LifetimeAnswer } from '../../api/answers/customers.ts';
import { useLive } from '../../ui/live.ts';
import { Banner, Card, Skeleton, Stack, Table, Text } from '../../ui/ui.ts';
import { viewLifetime } from '../../view-models/customers.ts';
import { CUSTOMERS } from '../../words/customers.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';
import { VisitorLookup } from '../visitor-lookup.tsx';

export function VisitorLifetime() {
  const { visitor: words } = useWords(CUSTOMERS);
  const [visitor, setVisitor] = useState<string | null>(null);
  return (
    <Card title={words.title}>
      <VisitorLookup onFound={setVisitor} />
      {visitor !== null && <Lifetime key={visitor} visitor={visitor} />}
    </Card>
  );
}

function Lifetime({ visitor }: { readonly visitor: string }) {
  const { api } = useConsole();
  const shell = useWords(SHELL);
  const words = useWords(CUSTOMERS);
  const format = useFormat();
  const ask = useCallback(
    () => api.get<LifetimeAnswer>(`/v1/visitors/${encodeURIComponent(visitor)}/lifetime`),
    [api, visitor],
  );
  const { value, fault } = useLive(ask, null);
  if (fault !== null) {
    // That nothing can be foretold is an answer, and says why.
    return (
      <Banner tone="info" title={words.visitor.refused}>
        <FaultText fault={fault} />
      </Banner>
    );
  }
  if (value === null) return <Skeleton lines={4} label={shell.loading} />;
  const { alive, history, rows } = viewLifetime(value, words, format);
  return (
    <Stack>
      <Text look="strong">{alive}</Text>
      <Table
        label={words.visitor.title}
        columns={words.visitor.columns.map((title, place) => ({ title, isNumber: place > 0 }))}
        rows={rows}
      />
      <Text look="quiet">{history}</Text>
    </Stack>
  );
}
