/** A trial of the draft on the visitors of the last days. */
import { useState } from 'react';
import type { DryRunAnswer } from '../../api/answers/campaigns.ts';
import { Button, Card, Disclosure, Inline, Select, Skeleton, Stack, Table, Text } from '../../ui/ui.ts';
import { type Draft, isSame } from '../../view-models/campaigns-document.ts';
import { viewTrial } from '../../view-models/campaigns-trial.ts';
import { CAMPAIGN_TRIAL } from '../../words/campaigns-trial.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';

const DAYS = ['7', '14', '30', '90'];
const UNNAMED = 'unnamed';

type Trial = { readonly draft: Draft; readonly run: DryRunAnswer };
type TrialProps = { readonly draft: Draft; readonly onRun: (run: DryRunAnswer) => void };

export function TrialCard({ draft, onRun }: TrialProps) {
  const { api } = useConsole();
  const words = useWords(CAMPAIGN_TRIAL);
  const shell = useWords(SHELL);
  const wordFault = useFaultWords();
  const format = useFormat();
  const [days, setDays] = useState('14');
  const [trial, setTrial] = useState<Trial | null>(null);
  const [state, setState] = useState({ isBusy: false, fault: '' });
  const run = async (): Promise<void> => {
    setState({ isBusy: true, fault: '' });
    const key = String(draft.key ?? '') || UNNAMED;
    const path = `/v1/campaigns/${encodeURIComponent(key)}/dry-run?days=${days}`;
    // Whom it would reach is known before it has a name.
    const tried = { ...draft, key, name: String(draft.name ?? '') || UNNAMED };
    const answer = await api.send<DryRunAnswer>('POST', path, tried);
    setState({ isBusy: false, fault: answer.ok ? '' : wordFault(answer.fault) });
    if (!answer.ok) return;
    setTrial({ draft, run: answer.value });
    onRun(answer.value);
  };
  return (
    <Card title={words.title}>
      <Stack gap="wide">
        <Text look="quiet">{words.intro}</Text>
        <Inline>
          <Select
            label={words.days}
            value={days}
            options={DAYS.map((value) => ({ value, label: words.lastDays(format.count(Number(value))) }))}
            onChange={setDays}
          />
          <Button onPress={() => void run()} isBusy={state.isBusy}>
            {trial === null ? words.run : words.runAgain}
          </Button>
        </Inline>
        <div className="inkling-held">
          {state.isBusy ? (
            <Skeleton lines={5} label={shell.loading} />
          ) : (
            <div aria-live="polite">
              {state.fault !== '' && <Text look="bad">{state.fault}</Text>}
              {trial !== null && <Result run={trial.run} isOld={!isSame(trial.draft, draft)} />}
            </div>
          )}
        </div>
      </Stack>
    </Card>
  );
}

function Result({ run, isOld }: { readonly run: DryRunAnswer; readonly isOld: boolean }) {
  const words = useWords(CAMPAIGN_TRIAL);
  const format = useFormat();
  const { isNobody, title, lines, times, reasons } = viewTrial(run, words, format);
  return (
    <Stack>
      <Text look={isNobody ? 'heading' : 'figure'}>{title}</Text>
      {isOld && <Text look="bad">{words.isOld}</Text>}
      {lines.map((line) => (
        <Text key={line}>{line}</Text>
      ))}
      {times.length > 0 && (
        <Disclosure title={words.timesTitle}>
          <Table
            label={words.timesTitle}
            columns={[{ title: words.timesColumn }, { title: words.visitorsColumn, isNumber: true }]}
            rows={times}
          />
        </Disclosure>
      )}
      {reasons.length > 0 && (
        <Disclosure title={words.reasonsTitle}>
          <Table
            label={words.reasonsTitle}
            columns={[{ title: words.reasonColumn }, { title: words.momentsColumn, isNumber: true }]}
            rows={reasons}
          />
        </Disclosure>
      )}
    </Stack>
  );
}
