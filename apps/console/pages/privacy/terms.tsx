/** How long each kind is kept, what would go now, and letting it go. */
import { useState } from 'react';
import type { Fault } from '../../api/answer.ts';
import type { RetentionAnswer, TermAnswer } from '../../api/answers/privacy.ts';
import { Banner, Button, Card, Inline, Link, Modal, Stack, Table, Text } from '../../ui/ui.ts';
import { sumOf, viewTerms } from '../../view-models/privacy.ts';
import { PRIVACY } from '../../words/privacy.ts';
import { SHELL } from '../../words/shell.ts';
import { TERMS } from '../../words/terms.ts';
import { useConsole, useFormat, useWords } from '../console.ts';
import { FaultText } from '../fault-text.tsx';

/** Asks for a run, or for what one would take. */
function useRuns() {
  const { api, notify } = useConsole();
  const { terms: words } = useWords(TERMS);
  const format = useFormat();
  const [counted, setCounted] = useState<RetentionAnswer | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const run = async (dryRun: boolean): Promise<void> => {
    setIsBusy(true);
    const answer = await api.send<RetentionAnswer>('POST', '/v1/privacy/retention', { dryRun });
    setIsBusy(false);
    setFault(answer.ok ? null : answer.fault);
    if (!answer.ok) return;
    setCounted(dryRun ? answer.value : null);
    if (!dryRun) notify(words.kept(format.count(sumOf(answer.value))));
  };
  return { counted, fault, isBusy, run };
}

export function TermsPart({ terms }: { readonly terms: readonly TermAnswer[] }) {
  const { hrefOf } = useConsole();
  const words = useWords(TERMS);
  const { held } = useWords(PRIVACY);
  const format = useFormat();
  const { counted, fault, isBusy, run } = useRuns();
  const { what, days, stays, would } = words.terms.columns;
  return (
    <Card title={words.terms.title}>
      <Text look="quiet">{words.terms.text}</Text>
      <Table
        label={words.terms.title}
        columns={[{ title: what }, { title: days }, { title: stays }, { title: would, isNumber: true }]}
        rows={viewTerms(terms, counted, words, held, format).map((row) => ({
          key: row.key,
          cells: [row.name, row.days, row.stays, row.would],
        }))}
      />
      <Inline>
        <Button onPress={() => void run(true)} isBusy={isBusy}>
          {words.terms.count}
        </Button>
        <Link href={hrefOf('settings', 'terms')}>{words.terms.change}</Link>
        {counted !== null && sumOf(counted) > 0 && (
          <Removing count={sumOf(counted)} onRemove={() => void run(false)} />
        )}
      </Inline>
      <div role="status">
        {counted !== null && <Counted counted={counted} />}
        {fault !== null && <FaultText fault={fault} look="bad" />}
      </div>
    </Card>
  );
}

function Counted({ counted }: { readonly counted: RetentionAnswer }) {
  const { terms: words } = useWords(TERMS);
  const format = useFormat();
  const sum = sumOf(counted);
  return (
    <Stack>
      <Text>
        {sum === 0 ? words.nothing : words.some(format.count(sum))} {words.counted(format.time(counted.asOf))}
      </Text>
      {counted.clockAheadMs > 0 && <Banner tone="warning" title={words.clock} />}
    </Stack>
  );
}

function Removing({ count, onRemove }: { readonly count: number; readonly onRemove: () => void }) {
  const shell = useWords(SHELL);
  const { terms: words } = useWords(TERMS);
  const format = useFormat();
  const [isAsking, setIsAsking] = useState(false);
  const remove = (): void => {
    setIsAsking(false);
    onRemove();
  };
  return (
    <>
      <Button onPress={() => setIsAsking(true)}>{words.keep}</Button>
      <Modal
        title={words.ask}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        closeLabel={shell.cancel}
        offer={{ label: words.keep, onPress: remove }}
      >
        <Stack gap="wide">
          <Text>{words.askText(format.count(count))}</Text>
          <Text>{words.askStays}</Text>
        </Stack>
      </Modal>
    </>
  );
}
