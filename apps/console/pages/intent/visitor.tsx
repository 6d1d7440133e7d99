/** The scores of one visitor, with the reasons for each. */
import { useCallback, useState } from 'react';
import type { VisitorScoresAnswer } from '../../api/answers/models.ts';
import { Bars } from '../../ui/bars.tsx';
import { useLive } from '../../ui/live.ts';
import { Banner, Card, Disclosure, Skeleton, Stack, Text } from '../../ui/ui.ts';
import { viewScore } from '../../view-models/reasons.ts';
import { FEATURE_WORDS } from '../../words/features.ts';
import { INTENT } from '../../words/intent.ts';
import { LOOKUP } from '../../words/lookup.ts';
import { SHELL } from '../../words/shell.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';
import { VisitorLookup } from '../visitor-lookup.tsx';

export function VisitorScores() {
  const { visitor: words } = useWords(INTENT);
  const [visitor, setVisitor] = useState<string | null>(null);
  return (
    <Card title={words.title}>
      <VisitorLookup onFound={setVisitor} />
      {visitor !== null && <Scores key={visitor} visitor={visitor} />}
    </Card>
  );
}

function Scores({ visitor }: { readonly visitor: string }) {
  const { api } = useConsole();
  const shell = useWords(SHELL);
  const { nobody } = useWords(LOOKUP);
  const wordFault = useFaultWords();
  const ask = useCallback(
    () => api.get<VisitorScoresAnswer>(`/v1/visitors/${encodeURIComponent(visitor)}/scores`),
    [api, visitor],
  );
  const { value, fault } = useLive(ask, null);
  if (fault !== null) {
    const said = fault.kind === 'refused' ? nobody : wordFault(fault);
    return <Banner tone="info" title={said} />;
  }
  return value === null ? <Skeleton lines={4} label={shell.loading} /> : <Scored answer={value} />;
}

function Scored({ answer: { items, why } }: { readonly answer: VisitorScoresAnswer }) {
  const { site } = useConsole();
  const words = useWords(INTENT);
  const features = useWords(FEATURE_WORDS);
  const format = useFormat();
  if (why !== undefined) return <Text>{words.visitor.none[why.code]}</Text>;
  return (
    <Stack gap="wide">
      {items.map((item) => {
        const score = viewScore(item, { ...words, features }, format, site.currency);
        return (
          <Stack key={score.key}>
            <Text>
              {score.name}:{' '}
              <Text as="span" look="strong">
                {score.value}
              </Text>
              {score.note !== null && ` (${score.note})`}
            </Text>
            {score.reasons.length > 0 && (
              <Disclosure title={words.visitor.reasons(score.name)}>
                <Bars
                  summary={words.visitor.reasons(score.name)}
                  columns={words.visitor.reasonColumns}
                  bars={score.reasons}
                />
              </Disclosure>
            )}
          </Stack>
        );
      })}
      <Text look="quiet">{words.visitor.noCause}</Text>
    </Stack>
  );
}
