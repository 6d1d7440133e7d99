/** How small a lift can be shown by when, at this traffic. */
import { useState } from 'react';
import type { PlanAnswer } from '../../api/answers/campaigns.ts';
import { Button, Card, Field, Inline, Stack, Text } from '../../ui/ui.ts';
import type { armsOf } from '../../view-models/campaigns-draft.ts';
import { createFigures } from '../../view-models/campaigns-figures.ts';
import { evenTraffic, findSmallestLifts, type PlanQuestion } from '../../view-models/campaigns-plan.ts';
import { NUMBER, SHARE } from '../../view-models/campaigns-values.ts';
import { CAMPAIGN_PLAN } from '../../words/campaigns-plan.ts';
import { useConsole, useFaultWords, useFormat, useWords } from '../console.ts';

const HORIZONS = [14, 28] as const;
const USUAL_MEAN = '3';

type PlanProps = {
  readonly arms: ReturnType<typeof armsOf>;
  /** Of the control arm; null: nothing is known of it yet. */
  readonly baseline: Pick<PlanQuestion, 'goal' | 'mean' | 'variance'> | null;
  /** The goal is a sum or a count: of that nobody knows the spread by heart. */
  readonly isAmount: boolean;
  /** Visitors a day who take part; null: not known. */
  readonly daily: number | null;
};

export function PlanCard({ arms, baseline, isAmount, daily }: PlanProps) {
  const words = useWords(CAMPAIGN_PLAN);
  const control = arms.find(({ isControl }) => isControl);
  const lacks =
    control === undefined ? words.noControl : baseline === null && isAmount ? words.amounts : null;
  const weights = [
    control?.weight ?? 0,
    ...arms.filter((arm) => arm !== control).map(({ weight }) => weight),
  ];
  return (
    <Card title={words.title}>
      <Text look="quiet">{words.intro}</Text>
      {lacks === null ? (
        <Planning key={`${daily} ${baseline?.mean}`} {...{ baseline, daily, weights }} />
      ) : (
        <Text>{lacks}</Text>
      )}
    </Card>
  );
}

type PlanningProps = Pick<PlanProps, 'baseline' | 'daily'> & { readonly weights: readonly number[] };

function Planning({ baseline, daily, weights }: PlanningProps) {
  const { api } = useConsole();
  const words = useWords(CAMPAIGN_PLAN);
  const wordFault = useFaultWords();
  const [mean, setMean] = useState(baseline === null ? USUAL_MEAN : SHARE.read(rounded(baseline.mean)));
  const [visitors, setVisitors] = useState(daily === null ? '' : String(Math.round(daily)));
  const [lifts, setLifts] = useState<readonly (number | null)[] | null>(null);
  const [state, setState] = useState({ isBusy: false, fault: '' });
  const isAsked = baseline === null || baseline.goal === 'conversion';
  const ask = async (): Promise<void> => {
    setState({ isBusy: true, fault: '' });
    const question = {
      ...(isAsked ? { goal: 'conversion' as const, mean: Number(SHARE.write(mean)) } : baseline),
      arms: weights.length,
      dailyVisitors: evenTraffic(Number(NUMBER.write(visitors)), weights),
    };
    const found = await findSmallestLifts(
      (own) => api.send<PlanAnswer>('POST', '/v1/experiments/plan', own),
      question,
      HORIZONS,
    );
    setState({ isBusy: false, fault: found.ok ? '' : wordFault(found.fault) });
    if (found.ok) setLifts(found.value);
  };
  return (
    <Stack gap="wide">
      <Inline isEven>
        {isAsked && <Field label={words.mean} help={words.meanHelp} value={mean} onChange={setMean} />}
        <Field label={words.visitors} help={words.visitorsHelp} value={visitors} onChange={setVisitors} />
      </Inline>
      <Inline>
        <Button onPress={() => void ask()} isBusy={state.isBusy} isDisabled={!(Number(visitors) > 0)}>
          {words.ask}
        </Button>
      </Inline>
      <div aria-live="polite" className="inkling-found">
        {state.fault !== '' && <Text look="bad">{state.fault}</Text>}
        {lifts !== null && <Found lifts={lifts} />}
      </div>
    </Stack>
  );
}

const rounded = (share: number): number => Number(share.toPrecision(3));

function Found({ lifts }: { readonly lifts: readonly (number | null)[] }) {
  const { locale } = useConsole();
  const words = useWords(CAMPAIGN_PLAN);
  const format = useFormat();
  const figures = createFigures(locale);
  return (
    <Stack>
      <Inline isEven>
        {HORIZONS.map((days, place) => {
          const lift = lifts[place] ?? null;
          return (
            <div key={days}>
              <Text look="quiet">{words.inDays(format.count(days))}</Text>
              <Text look="figure">{lift === null ? words.none : words.lift(figures.change(lift))}</Text>
            </div>
          );
        })}
      </Inline>
      <Text look="quiet">{words.means}</Text>
    </Stack>
  );
}
